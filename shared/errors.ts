/** The errors that Ticketvault raises on purpose: each has a stable code and says whether trying again can help. */

export interface ErrorDetails {
  /** The error underneath, for logs; never shown to people by itself. */
  readonly cause?: unknown;
  /** True when the same call may succeed later without anybody changing anything. */
  readonly retryable?: boolean;
  /** How long from now, in ms, the same is certain to fail again. */
  readonly waitMs?: number | undefined;
}

/** Base of all intended errors. `message` says what is wrong, where, and what to do; it never holds a secret. */
export class TicketvaultError extends Error {
  readonly code: string;
  readonly retryable: boolean;
  readonly waitMs: number | undefined;

  constructor(code: string, message: string, details: ErrorDetails = {}) {
    super(message, details.cause === undefined ? undefined : { cause: details.cause });
    this.name = new.target.name;
    this.code = code;
    this.retryable = details.retryable ?? false;
    this.waitMs = details.waitMs;
  }
}

/** What the user gave cannot be used: a setting, a ticket id, a CSV line. Nothing was changed. */
export class UsageError extends TicketvaultError {
  constructor(message: string, details: ErrorDetails = {}) {
    super("usage", message, details);
  }
}

/** LeadSquared refused, failed or answered something that is no conversation list. */
export class LeadSquaredError extends TicketvaultError {}

/** One attachment could not be taken; `code` becomes the reason in the archive. */
export class TransferError extends TicketvaultError {}

/** The store refused or failed. */
export class StoreError extends TicketvaultError {}

/** Stored bytes are not what was recorded of them. Never retryable: somebody has to look. */
export class IntegrityError extends TicketvaultError {}
