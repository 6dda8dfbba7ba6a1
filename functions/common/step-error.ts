/** How a step of a state machine of ours fails, as the machine is told. */
import { TicketvaultError } from "../../shared/errors.ts";

/** The state machine tells by the name whether trying again can help: such as `ExportRetryable` or `ExportFailed`. */
export class StepError extends Error {
  constructor(cause: unknown, machine: "Export" | "Catalogue" = "Export") {
    super(
      cause instanceof TicketvaultError ? cause.message : "This step failed; the function's log says how.",
    );
    // The cause stays in the log: Lambda would write it, message and all, into the state machine's history.
    const isRetryable = cause instanceof TicketvaultError && cause.retryable;
    this.name = `${machine}${isRetryable ? "Retryable" : "Failed"}`;
  }
}
