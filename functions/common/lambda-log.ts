/** Writes the log as Lambda collects it: lines on stdout, each with the ids of the work that it belongs to. */
import { AsyncLocalStorage } from "node:async_hooks";
import { type DestinationStream, pino } from "pino";
import { jsonLogger, type LogLevel } from "../../shared/json-logger.ts";
import type { LogFields, Logger } from "../../shared/log.ts";

const context = new AsyncLocalStorage<LogFields>();

/** Puts these fields into every line that `work` writes, beside those of the work around it. */
export function inLogContext<T>(fields: LogFields, work: () => T): T {
  return context.run({ ...context.getStore(), ...fields }, work);
}

/** Lines such as `{"level":"info","time":"…","requestId":"…","ticketId":143,"event":"archive.started"}`. */
export function lambdaLogger(
  level: LogLevel,
  // Synchronous: Lambda freezes the process when the answer is given, with whatever it has not written.
  destination: DestinationStream = pino.destination({ dest: 1, sync: true }),
): Logger {
  return jsonLogger(level, destination, () => context.getStore() ?? {});
}
