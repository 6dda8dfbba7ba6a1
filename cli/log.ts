/** Writes the log for a person: a line for each event, in words where `--json` would have a JSON line. */
import { LOG_LEVELS, type LogLevel } from "../shared/json-logger.ts";
import type { LogFields, Logger } from "../shared/log.ts";
import { aboveBar } from "./above-bar.ts";
import { columnsOf, type Output } from "./terminal.ts";
import { safeLine } from "./text.ts";
import { wrapped } from "./wrap.ts";

/** `warning  leadsquared.try-failed  ticketId 143, attempt 1, code unreachable` */
export function readableLogger(level: LogLevel, to: Output): Logger {
  const least = level === "silent" ? LOG_LEVELS.length : LOG_LEVELS.indexOf(level);
  const at = (name: (typeof LOG_LEVELS)[number]) => {
    if (LOG_LEVELS.indexOf(name) < least) return () => {};
    const label = name === "warn" ? "warning" : name;
    return (event: string, fields: LogFields = {}) => {
      const line = [label, event, inWords(fields)].filter((part) => part !== "").join("  ");
      aboveBar(() => to.write(`${wrapped(line, columnsOf(to))}\n`));
    };
  };
  return { debug: at("debug"), info: at("info"), warn: at("warn"), error: at("error") };
}

function inWords(fields: LogFields): string {
  return Object.entries(fields)
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => `${name} ${safeLine(String(value))}`)
    .join(", ");
}
