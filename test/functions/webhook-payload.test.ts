/** What a webhook's body may be: anything at all, without harm. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { payloadPaths, valuesAt } from "../../functions/webhook/paths.ts";
import { readPayload, UnusableError } from "../../functions/webhook/payload.ts";
import { ticketsIn } from "../../functions/webhook/tickets.ts";
import { UsageError } from "../../shared/errors.ts";
import { anyText } from "../any-text.ts";
import { cpuClock } from "../cpu-clock.ts";

const PATHS = payloadPaths();
const key = fc.constantFrom("TicketId", "Ticket", "Tickets", "Id", "OrgId", "a", "a.b", "__proto__", "");
const { json } = fc.letrec((tie) => ({
  json: fc.oneof(
    { maxDepth: 5 },
    fc.constantFrom(143, "143", "#144", 22824, null, "", true, -1, 1e300, "text"),
    fc.array(tie("json"), { maxLength: 4 }),
    fc.array(fc.tuple(key, tie("json")), { maxLength: 4 }).map((entries) => Object.fromEntries(entries)),
  ),
}));

/** The tickets, or undefined for a body that is refused as it should be. */
async function idsOf(text: string): Promise<readonly number[] | undefined> {
  try {
    return ticketsIn(await readPayload(text), PATHS, 22824).ids;
  } catch (error) {
    if (error instanceof UnusableError) return undefined;
    throw error;
  }
}

describe("a body", () => {
  it("is read into good ids, each once, or refused, whatever it holds", async () => {
    const body = fc.oneof(
      anyText(),
      fc.webQueryParameters(),
      json.map((value) => JSON.stringify(value)),
    );
    await fc.assert(
      fc.asyncProperty(body, async (text) => {
        const ids = (await idsOf(text)) ?? [];
        expect(ids.every((id) => Number.isSafeInteger(id) && id > 0)).toBe(true);
        expect(new Set(ids).size).toBe(ids.length);
      }),
      { numRuns: 200 },
    );
  });

  it("says the same as JSON, as a form and as lines of text", async () => {
    const id = fc.integer({ min: 1, max: Number.MAX_SAFE_INTEGER });
    await fc.assert(
      fc.asyncProperty(fc.array(id, { minLength: 1, maxLength: 20 }), async (ids) => {
        const fields: [string, string][] = ids.map((each) => ["TicketId", `#${each}`]);
        const expected = [...new Set(ids)];

        expect(await idsOf(JSON.stringify({ TicketId: ids }))).toEqual(expected);
        expect(await idsOf(new URLSearchParams(fields).toString())).toEqual(expected);
        for (const sign of [" = ", ": "]) {
          expect(await idsOf(fields.map((field) => field.join(sign)).join("\r\n"))).toEqual(expected);
        }
      }),
    );
  });

  it("is read in time that grows with its size", async () => {
    const bodies = [
      `${"a=".repeat(128_000)}`,
      "\r\n \t".repeat(64_000),
      `x=${" ".repeat(250_000)}\n`,
      `${"&".repeat(256_000)}=`,
      JSON.stringify({ Tickets: Array.from({ length: 20_000 }, () => ({ Id: "x" })) }),
      JSON.stringify(Array.from({ length: 100_000 }, () => ({}))),
      `${"[".repeat(2_000)}${"]".repeat(2_000)}`,
      JSON.stringify(Object.fromEntries(Array.from({ length: 5_000 }, (_, n) => [`k${n}`, "{".repeat(40)]))),
      `--x\r\n${'Content-Disposition: form-data; name="a"\r\n\r\nb\r\n--x\r\n'.repeat(4_000)}`,
      `${"a[".repeat(60_000)}=${"]".repeat(60_000)}`,
      `${"a".repeat(120_000)}: ${"b: ".repeat(30_000)}`,
    ];
    for (const body of bodies) {
      const spentMs = cpuClock();
      expect(await idsOf(body)).toBeUndefined();
      expect(spentMs()).toBeLessThan(2_000);
    }
  });
});

describe("a path", () => {
  it("finds what stands there, through lists at any place", () => {
    const payload = { a: [{ b: 1 }, [{ b: [2, [3]] }], { b: null }, { c: 4 }], "a.b": 5 };

    expect([...valuesAt(payload, ["a", "b"])]).toEqual([1, 2, 3, 5]);
    expect([...valuesAt(payload, ["b"])]).toEqual([]);
    expect([...valuesAt(payload, ["toString"])]).toEqual([]);
  });

  it("finds values of the payload only, and none twice", () => {
    fc.assert(
      fc.property(json, fc.array(key, { minLength: 1, maxLength: 3 }), (payload, path) => {
        const marked = marks(payload);
        const found = [...valuesAt(marked.payload, path)].filter((value) => typeof value === "symbol");
        expect(new Set(found).size).toBe(found.length);
        expect(found.every((value) => marked.symbols.has(value))).toBe(true);
      }),
    );
  });

  it.each(["", "a..b", ".a", "a.", "[]", "a.[]"])("is refused as configuration when it is %j", (path) => {
    expect(() => payloadPaths([path])).toThrow(UsageError);
    expect(() => payloadPaths(["a"], [path])).toThrow(UsageError);
  });
});

/** The payload with another symbol in place of every value that is neither a list nor an object. */
function marks(payload: unknown): { readonly payload: unknown; readonly symbols: ReadonlySet<symbol> } {
  const symbols = new Set<symbol>();
  const mark = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(mark);
    if (typeof value === "object" && value !== null) {
      return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, mark(each)]));
    }
    const symbol = Symbol("value");
    symbols.add(symbol);
    return symbol;
  };
  return { payload: mark(payload), symbols };
}
