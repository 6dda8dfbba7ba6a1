/** Decides what becomes of a message whose ticket could not be archived. */
import { TicketvaultError, UsageError } from "../../shared/errors.ts";

export interface Verdict {
  readonly code: string;
  /** For people; holds no secret. */
  readonly message: string;
  /** Whether the same may succeed later without anybody changing anything. */
  readonly retryable: boolean;
  /** `soon`: only time ran out. `later`: with a growing wait. `never`: every try would end alike. */
  readonly again: "soon" | "later" | "never";
}

/** What an operator mends while the messages wait: keys, permissions, the bucket's name. Tries cost next to nothing. */
const MENDABLE = new Set(["unauthorized", "access-denied", "no-such-bucket"]);

/** @param understood whether the message itself could be read: any usage error is then one of the deployment's settings */
export function verdictOn(error: unknown, understood: boolean): Verdict {
  if (!(error instanceof TicketvaultError)) {
    const name = error instanceof Error ? error.name : typeof error;
    const message = `An unexpected failure (${name}): the function's log says where. Try again later, and report it if it stays.`;
    return { code: "unexpected", message, retryable: true, again: "later" };
  }
  const { code, message, retryable } = error;
  if (code === "out-of-time") return { code, message, retryable, again: "soon" };
  const mendable = MENDABLE.has(code) || (understood && error instanceof UsageError);
  return { code, message, retryable, again: retryable || mendable ? "later" : "never" };
}

const LONGEST_WAIT = 3 * 60 * 60;

/**
 * Seconds to wait before the try after the `receives`th: 30 to 60, then three times that each time, three hours at most.
 * So eight tries outlast six hours without LeadSquared.
 */
export function retryAfterSeconds(receives: number, random: () => number): number {
  return Math.min(LONGEST_WAIT, Math.round(30 * 3 ** (receives - 1) * (1 + random())));
}
