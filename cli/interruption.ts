/** Turns Ctrl-C and a polite kill into an AbortSignal; a second Ctrl-C, or ten seconds, end the process. */
import { TicketvaultError } from "../shared/errors.ts";
import { EXIT } from "./exit-codes.ts";

/** npm passes a Ctrl-C on that the terminal has already sent: two signals within this time (ms) are one. */
const SAME_KEYSTROKE = 300;

/** How long (ms) after the first the command may take to end by itself; a store that does not answer would hold it. */
const GRACE = 10_000;

/**
 * @param note tells the user that the keystroke was seen
 * @param grace ms until the process is ended with the code of a failure
 */
export function interruption(note: (text: string) => void, grace = GRACE): AbortSignal {
  const controller = new AbortController();
  let first = 0;
  const stop = (): void => {
    if (!controller.signal.aborted) {
      first = performance.now();
      note("\nStopping; Ctrl-C again stops at once.");
      const message = "Interrupted. What was archived is whole; running the command again goes on.";
      controller.abort(new TicketvaultError("interrupted", message));
      setTimeout(() => {
        note(`Something did not answer. ${message}`);
        process.exit(EXIT.failed);
      }, grace).unref();
    } else if (performance.now() - first > SAME_KEYSTROKE) {
      process.exit(EXIT.killed);
    }
  };
  process.on("SIGINT", stop);
  process.on("SIGTERM", stop);
  return controller.signal;
}
