/** What is mutated whole: the code that holds a promise, the tests that must notice, and the mutants that change nothing. */

export interface Area {
  readonly name: string;
  readonly files: readonly string[];
  /** Of the default suite. */
  readonly tests: readonly string[];
  /** Survivors that are no faults: what stood there and what took its place, as `npm run test:mutation` says it, and why. */
  readonly explained: Readonly<Record<string, string>>;
}

export const AREAS: readonly Area[] = [
  {
    name: "url-guard",
    files: ["shared/leadsquared/url-guard.ts", "shared/leadsquared/allowed-hosts.ts"],
    tests: ["test/leadsquared/url-guard.test.ts"],
    explained: {
      'shared/leadsquared/url-guard.ts: each.kind === "origin" → true':
        "a pattern has no origin, and equals none",
      "shared/leadsquared/allowed-hosts.ts: /^([a-z0-9+.-]*:\\/\\/)?.*@/is → /([a-z0-9+.-]*:\\/\\/)?.*@/is":
        "the first match begins where the text does; the anchor bounds the time where there is none",
    },
  },
];
