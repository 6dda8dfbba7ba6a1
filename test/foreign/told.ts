/** What other people's programs said, noted by the tests for docs/reality.md. */
import { appendFileSync } from "node:fs";

export interface Program {
  readonly name: string;
  readonly version: string;
  /** What it is known to get wrong, or not to do; a test of its part shows each. */
  readonly limits: string;
}

/** A row of the page. */
export interface Told extends Program {
  readonly part: string;
  readonly asked: string;
  readonly said: string;
}

/** The file that a run gives its tests to write to, a row a line. */
export const TOLD_VARIABLE = "TICKETVAULT_FOREIGN_TOLD";

/**
 * Notes an answer that a test has checked. A run compares the rows with those of the page, so that nothing is in them that
 * differs from run to run.
 */
export function tell(part: string, program: Program, asked: string, said: string): void {
  const file = process.env[TOLD_VARIABLE];
  const row: Told = { part, ...program, asked, said };
  if (file !== undefined) appendFileSync(file, `${JSON.stringify(row)}\n`);
}

/** How many tickets, messages and the like a part is asked about, as multiples of CI's. */
export const SIZE = Number(process.env["TICKETVAULT_FOREIGN_SIZE"] ?? 1);
