/** Turns Ctrl-C and a polite kill into an AbortSignal; a second Ctrl-C ends the process at once. */
import { TicketvaultError } from "../shared/errors.ts";
import { EXIT } from "./exit-codes.ts";

/** npm passes a Ctrl-C on that the terminal has already sent: two signals within this time (ms) are one. */
const SAME_KEYSTROKE = 300;

/** @param note tells the user that the keystroke was seen */
export function interruption(note: (text: string) => void): AbortSignal {
  const controller = new AbortController();
  let first = 0;
  const stop = (): void => {
    if (!controller.signal.aborted) {
      first = performance.now();
      note("\nStopping; Ctrl-C again stops at once.");
      const message = "Interrupted. What was archived is whole; running the command again goes on.";
      controller.abort(new TicketvaultError("interrupted", message));
    } else if (performance.now() - first > SAME_KEYSTROKE) {
      process.exit(EXIT.killed);
    }
  };
  process.on("SIGINT", stop);
  process.on("SIGTERM", stop);
  return controller.signal;
}
