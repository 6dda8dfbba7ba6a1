/** What of an error may stand in a log. */
import { TicketvaultError } from "../../shared/errors.ts";
import type { LogFields } from "../../shared/log.ts";

const FRAMES = 5;

/**
 * Code and message of an error raised on purpose, which hold no secret. Of any other error, whose message may quote an
 * address or a body, only its name and where it came from.
 */
export function errorFields(error: unknown): LogFields {
  if (error instanceof TicketvaultError) return { code: error.code, message: error.message };
  if (!(error instanceof Error)) return { code: "unexpected", error: typeof error };
  // The stack begins with the message, of which a line may look like a frame.
  const stack = (error.stack ?? "").replace(error.message, "");
  const frames = stack.split("\n").filter((line) => /^\s+at /.test(line));
  const at = frames.slice(0, FRAMES).map((line) => line.trim());
  return { code: "unexpected", error: error.name, at: at.join("; ") };
}
