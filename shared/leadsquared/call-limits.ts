/** The company's limits of calls as settings, and the part of them that is ours. */
import { type PaceLimits, VENDOR_PACE } from "./pace.ts";

export interface CallLimits {
  /** Calls in any 5 s that the company's plan allows: 1 to 25. */
  readonly perWindow: number;
  /** Calls in a day that it allows; without end when undefined. */
  readonly perDay: number | undefined;
  /** The part of both that is ours, above 0 and up to 1: the rest is for the company's other programs. */
  readonly share: number;
}

/** The vendor's ceiling; what a plan allows differs (its page on rate limits), and no header tells it. */
export const DEFAULT_CALLS: CallLimits = { perWindow: 25, perDay: undefined, share: 0.8 };

/** What is ours of these limits: rounded down, one call at least. */
export function paceOf({ perWindow, perDay, share }: CallLimits): PaceLimits {
  // A tenth of ten is one, whatever comes of it in binary.
  const ours = (calls: number): number => Math.max(1, Math.floor(calls * share + 1e-9));
  return {
    ...VENDOR_PACE,
    limit: ours(perWindow),
    perDay: perDay === undefined ? Number.POSITIVE_INFINITY : ours(perDay),
  };
}
