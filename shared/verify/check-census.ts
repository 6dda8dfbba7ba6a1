/** Checks what a census says against itself: each number is of one class, and all are counted. */

import { readCensus, wrongSum } from "../census-record.ts";
import { IntegrityError } from "../errors.ts";
import { type Finding, finding, newerFinding } from "../findings.ts";
import { NewerProgramError } from "../newer-program.ts";
import { parseCensusKey } from "../record-keys.ts";

/** Nothing for the page of a census, which says nothing of its own, and for other records. */
export function checkCensus(key: string, bytes: Uint8Array): Finding[] {
  const name = parseCensusKey(key);
  if (name === undefined || !key.endsWith(".json")) return [];
  try {
    const census = readCensus(bytes, key);
    const isOfKey = census.orgId === name.orgId && census.at === name.at.toISOString();
    const wrong = isOfKey ? wrongSum(census) : "it is of another account or another time than its name";
    return wrong === undefined ? [] : [finding("inconsistent", key, `the census does not add up: ${wrong}`)];
  } catch (error) {
    if (error instanceof NewerProgramError) return [newerFinding(key)];
    if (error instanceof IntegrityError) return [finding("inconsistent", key, "this is no census")];
    throw error;
  }
}
