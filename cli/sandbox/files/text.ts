/** Text and CSV files of an exact size in bytes. */
import { repeatedLine } from "./filler.ts";

const LOG_LINE = "2024-08-28T12:38:36Z WARN checkout: payment gateway timed out, request will be retried\n";
const CSV_HEAD = "order,date,amount,currency,note\r\n";
const CSV_ROW = "A-1007,2024-08-28,149.00,INR,delivered\r\n";

/** UTF-8 text of exactly `size` bytes: a heading, where it fits, and lines of a log, the last one cut. */
export function* textFile(name: string, size: number): Generator<Uint8Array, void> {
  const wanted = Buffer.from(`Support log ${name}\nGrüße · नमस्ते · こんにちは\n\n`);
  const heading = wanted.length < size ? wanted : Buffer.alloc(0);
  yield heading;
  yield* repeatedLine(LOG_LINE, Math.max(0, size - heading.length - 1));
  yield Buffer.from("\n".slice(0, size));
}

/** Bytes below which no CSV of ours fits. */
export const SMALLEST_CSV = 128;

/** RFC 4180 CSV of exactly `size` bytes (at least `SMALLEST_CSV`); the note of the first row takes up what is over. */
export function* csvFile(size: number): Generator<Uint8Array, void> {
  const rest = size - CSV_HEAD.length;
  const over = rest % CSV_ROW.length;
  yield Buffer.from(`${CSV_HEAD}${CSV_ROW.slice(0, -2)}${"x".repeat(over)}\r\n`);
  yield* repeatedLine(CSV_ROW, rest - over - CSV_ROW.length);
}
