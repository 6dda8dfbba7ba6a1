/** Writes the log as Lambda collects it: JSON lines on stdout, each with the ids of the work that it belongs to. */
import { AsyncLocalStorage } from "node:async_hooks";
import { type DestinationStream, pino } from "pino";
import type { LogFields, Logger } from "../shared/log.ts";

export const LOG_LEVELS = ["debug", "info", "warn", "error"] as const;

const context = new AsyncLocalStorage<LogFields>();

/** Puts these fields into every line that `work` writes, beside those of the work around it. */
export function inLogContext<T>(fields: LogFields, work: () => T): T {
  return context.run({ ...context.getStore(), ...fields }, work);
}

/** Lines such as `{"level":"info","time":"…","requestId":"…","ticketId":143,"event":"archive.started"}`. */
export function lambdaLogger(
  level: (typeof LOG_LEVELS)[number],
  // Synchronous: Lambda freezes the process when the answer is given, with whatever it has not written.
  destination: DestinationStream = pino.destination({ dest: 1, sync: true }),
): Logger {
  const log = pino(
    {
      level,
      base: null,
      messageKey: "event",
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }) },
      // A copy, since pino writes the line's own fields into it.
      mixin: () => ({ ...context.getStore() }),
    },
    destination,
  );
  return {
    debug: (event, fields = {}) => log.debug(fields, event),
    info: (event, fields = {}) => log.info(fields, event),
    warn: (event, fields = {}) => log.warn(fields, event),
    error: (event, fields = {}) => log.error(fields, event),
  };
}
