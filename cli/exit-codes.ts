/** What the exit codes of `ticketvault` mean; part of its interface. */

export const EXIT = {
  /** All that was asked for is done, or what is missing is accepted; `verify`: valid, warnings allowed. */
  complete: 0,
  /** The command or a setting cannot be used; nothing was done. */
  usage: 2,
  /** Archived, but something that LeadSquared has is missing, or a number that was named has nothing; `verify`: something is wrong; `census`: not all numbers are settled. */
  incomplete: 3,
  /** Something failed, was interrupted, or could not be checked. */
  failed: 4,
  /** Stopped at once by a second Ctrl-C. */
  killed: 130,
} as const;

export type ExitCode = (typeof EXIT)[keyof typeof EXIT];
