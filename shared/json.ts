/** Reads JSON, checked by a schema or without losing the digits of large numbers, and writes it. */
import type * as z from "zod";

type Reviver = (key: string, value: unknown, context?: { readonly source?: string }) => unknown;

/** `JSON.parse` with the reviver's third argument (ES2026 "JSON.parse source text access", in Node 24). */
const parseWithSource: (text: string, reviver: Reviver) => unknown = JSON.parse;

/** A number beyond 2^53 (or beyond a double altogether) becomes its source text; all else stays as it is. */
const keepDigits: Reviver = (_key, value, context) =>
  typeof value === "number" && Math.abs(value) > Number.MAX_SAFE_INTEGER ? (context?.source ?? value) : value;

/**
 * The value that `text` spells. Numbers beyond ±(2^53 - 1), which a double would round, are given as strings of their
 * source text.
 * @throws SyntaxError when the text is no JSON or is nested too deeply to read; its message quotes nothing of the text
 */
export function parseJson(text: string): unknown {
  try {
    return parseWithSource(text, keepDigits);
  } catch (error) {
    // The engine's own message quotes the text, which is a customer's: it goes no further.
    throw new SyntaxError(error instanceof RangeError ? "JSON nested too deeply" : "not valid JSON");
  }
}

/** The bytes of a JSON file as all of ours are written: two-space, with one final newline. */
export function jsonBytes(value: unknown): Buffer {
  return Buffer.from(`${JSON.stringify(value, null, 2)}\n`);
}

/**
 * The value of a JSON file or message, which is as the schema says.
 * @throws zod's error or SyntaxError when it is not; the caller knows which file it was
 */
export function jsonOf<Schema extends z.ZodType>(
  schema: Schema,
  json: Uint8Array | string,
): z.output<Schema> {
  return schema.parse(plainJson(json));
}

/** The value of a JSON file or message. @throws SyntaxError */
export function plainJson(json: Uint8Array | string): unknown {
  return JSON.parse(typeof json === "string" ? json : Buffer.from(json).toString("utf8"));
}
