/** How a step of an export fails, as the state machine is told. */
import { TicketvaultError } from "../../shared/errors.ts";

/** The state machine tells by the name whether trying again can help: `ExportRetryable` or `ExportFailed`. */
export class StepError extends Error {
  constructor(cause: unknown) {
    super(
      cause instanceof TicketvaultError ? cause.message : "This step failed; the function's log says how.",
    );
    // The cause stays in the log: Lambda would write it, message and all, into the state machine's history.
    this.name = cause instanceof TicketvaultError && cause.retryable ? "ExportRetryable" : "ExportFailed";
  }
}
