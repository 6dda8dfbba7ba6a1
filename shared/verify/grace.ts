/** How long what is still to be completed, a publication or its seal, is only warned of. */

const HOUR = 3_600_000;
/** A version is sealed within minutes by the stack, by hand within a day (ms). */
const SEALING = 24 * HOUR;
/** A publication takes minutes, and what a run left is finished within this time (ms). */
const PUBLISHING = HOUR;

/** @param created the inventory's word (ms since 1970): it can delay the alarm by the time of grace, and no longer */
export function isInGrace(created: number, now: Date, grace = SEALING): boolean {
  const age = now.getTime() - created;
  return age < grace && age > -HOUR;
}

export function isBeingPublished(created: number, now: Date): boolean {
  return isInGrace(created, now, PUBLISHING);
}
