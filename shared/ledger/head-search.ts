/** Finds the number of the last entry without listing the ledger. */

/** What the twelve digits of an entry's key can say; whoever answers that all entries exist ends the search there. */
const LAST_NUMBER = 999_999_999_999;

/**
 * The largest number for which `exists` holds, 0 when there is none: doubling steps up from `known`, then halving.
 * About two questions for each power of two between `known` and the answer; two when nothing is new.
 * @param exists whether an entry has this number; entries have no gaps
 * @param known a number that is known to exist, or 0
 */
export async function lastEntry(
  exists: (sequence: number) => Promise<boolean>,
  known: number,
): Promise<number> {
  let there = known;
  let step = 1;
  while (there + step <= LAST_NUMBER && (await exists(there + step))) {
    there += step;
    step *= 2;
  }
  let absent = Math.min(there + step, LAST_NUMBER + 1);
  while (absent - there > 1) {
    const middle = Math.floor((there + absent) / 2);
    if (await exists(middle)) there = middle;
    else absent = middle;
  }
  return there;
}
