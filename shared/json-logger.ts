/** Writes the log as JSON lines, by pino: one form for the functions and the command line. */
import { type DestinationStream, pino } from "pino";
import type { LogFields, Logger } from "./log.ts";

export const LOG_LEVELS = ["debug", "info", "warn", "error"] as const;
export type LogLevel = (typeof LOG_LEVELS)[number] | "silent";

/**
 * Lines such as `{"level":"info","time":"…","ticketId":143,"event":"archive.started"}`.
 * @param context gives fields that stand in every line, before its own
 */
export function jsonLogger(
  level: LogLevel,
  to: DestinationStream,
  context: () => LogFields = () => ({}),
): Logger {
  const log = pino(
    {
      level,
      base: null,
      messageKey: "event",
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }) },
      // A copy, since pino writes the line's own fields into it.
      mixin: () => ({ ...context() }),
    },
    to,
  );
  return {
    debug: (event, fields = {}) => log.debug(fields, event),
    info: (event, fields = {}) => log.info(fields, event),
    warn: (event, fields = {}) => log.warn(fields, event),
    error: (event, fields = {}) => log.error(fields, event),
  };
}
