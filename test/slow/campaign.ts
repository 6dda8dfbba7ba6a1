/** The cases of a random campaign: how many, from which seed, and which one to run alone; all told by the environment. */
import { expect } from "vitest";
import { type Random, seededRandom } from "../../cli/sandbox/random.ts";

/** Names every case: `TAMPER_SEED`. */
const SEED = process.env["TAMPER_SEED"] ?? "ticketvault";
/** The number of the one case that is run: `TAMPER_ONLY`. */
const ONLY = process.env["TAMPER_ONLY"];

export interface Case<Kind> {
  readonly number: number;
  readonly kind: string;
  readonly act: Kind;
  readonly random: Random;
}

/**
 * Runs each case, the kinds in turn, prints how many were missed, and fails where one was.
 * @param run gives what was missed
 */
export async function campaign<Kind>(
  { name, cases, kinds }: { name: string; cases: number; kinds: Readonly<Record<string, Kind>> },
  run: (each: Case<Kind>) => Promise<readonly string[]>,
): Promise<void> {
  const began = performance.now();
  const all = Object.entries(kinds);
  const missed: string[] = [];
  for (const number of ONLY === undefined ? Array(cases).keys() : [Number(ONLY)]) {
    const random = seededRandom(SEED, name, number);
    const [kind, act] = all[number % all.length] ?? random.pick(all);
    const left = await run({ number, kind, act, random });
    missed.push(...left.map((each) => `${kind} ${number}: ${each}`));
  }
  const seconds = Math.round((performance.now() - began) / 1000);
  process.stdout.write(
    `${name}, seed ${SEED}: ${cases} cases of ${all.length} kinds, ${missed.length} missed, ${seconds} s\n`,
  );
  expect(missed).toEqual([]);
}
