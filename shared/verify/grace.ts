/** How long what is still to be completed, a publication or its seal, is only warned of. */

const HOUR = 3_600_000;
/** A version is published and sealed within minutes by the stack, by hand within a day (ms). */
const GRACE = 24 * HOUR;

/** @param created the inventory's word (ms since 1970): it can delay the alarm by the time of grace, and no longer */
export function isInGrace(created: number, now: Date): boolean {
  const age = now.getTime() - created;
  return age < GRACE && age > -HOUR;
}
