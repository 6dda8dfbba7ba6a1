/** Decides what becomes of a message whose ticket could not be archived. */
import { IntegrityError, TicketvaultError, UsageError } from "../../shared/errors.ts";

export interface Verdict {
  readonly code: string;
  /** For people; holds no secret. */
  readonly message: string;
  /** Whether the same may succeed later without anybody changing anything. */
  readonly retryable: boolean;
  /** `soon`: only time ran out. `later`: as `waitSeconds` says. `never`: every try would end alike. */
  readonly again: "soon" | "later" | "never";
  /** Only the account's calls were waited for: the request is never too old for that. */
  readonly isWaiting: boolean;
  /** How long the same is certain to fail. */
  readonly waitMs?: number | undefined;
}

/**
 * What an operator or the vendor can mend is never final. What is: a message that cannot be read, a ticket number that
 * LeadSquared does not take, and stored bytes that are not what was recorded, which somebody has to look at.
 * @param understood whether the message itself could be read: any usage error is then one of the deployment's settings
 */
export function verdictOn(error: unknown, understood: boolean): Verdict {
  if (!(error instanceof TicketvaultError)) {
    const name = error instanceof Error ? error.name : typeof error;
    const message = `An unexpected failure (${name}): the function's log says where. Try again later, and report it if it stays.`;
    return { code: "unexpected", message, retryable: true, again: "later", isWaiting: false };
  }
  const { code, message, retryable, waitMs } = error;
  if (code === "out-of-time") return { code, message, retryable, again: "soon", isWaiting: false };
  const unreadable = error instanceof UsageError && !understood;
  const final = unreadable || code === "bad-request" || error instanceof IntegrityError;
  return { code, message, retryable, again: final ? "never" : "later", isWaiting: WAITING.has(code), waitMs };
}

/** Failures of nobody: calls of the account were used up, by us or by others. */
const WAITING = new Set(["no-slot-in-time", "day-used-up", "throttled"]);

const LONGEST_PAUSE = 3 * 60 * 60;
/** Where it is known when the account goes on: so that an hour's pause costs a handful of receives, and little delay after it. */
const LONGEST_AFTER_WAIT = 15 * 60;
/** SQS's most. */
const LONGEST_INVISIBLE = 12 * 60 * 60;

/**
 * Seconds to wait before the try after the `receives`th: 30 to 60, then three times that each time, three hours at most;
 * 15 minutes at most, but never less than `waitMs`, where that is known.
 */
export function waitSeconds({ again, waitMs }: Verdict, receives: number, random: () => number): number {
  if (again === "soon") return Math.round(5 * random());
  const growing = Math.round(30 * 3 ** Math.min(receives - 1, 9) * (1 + random()));
  if (waitMs === undefined) return Math.min(growing, LONGEST_PAUSE);
  const known = Math.ceil(waitMs / 1000 + 30 * random());
  return Math.min(Math.max(known, Math.min(growing, LONGEST_AFTER_WAIT)), LONGEST_INVISIBLE);
}
