/** The JSON body of a call, checked by a schema. */
import * as z from "zod";
import { parseJson } from "../../shared/json.ts";
import { BodyError, bodyText } from "../common/http/body.ts";
import type { HttpEvent } from "../common/http/event.ts";
import { ProblemError } from "./problems.ts";

/** It stands in a version's message, in records and in queue messages, none of which bears every character. */
const ONE_LINE = /^[^\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\p{Noncharacter_Code_Point}]*$/u;

/**
 * The same in words that every reader of JSON Schema knows, as far as the Basic Multilingual Plane goes; what else is left of
 * text that was trimmed begins with no space.
 */
const UNSEEN =
  "\\u0000-\\u001f\\u007f-\\u009f\\u00ad\\u0600-\\u0605\\u061c\\u06dd\\u070f\\u0890\\u0891\\u08e2\\u180e\\u200b-\\u200f\\u2028-\\u202e\\u2060-\\u206f\\ud800-\\udfff\\ufdd0-\\ufdef\\ufeff\\ufff9-\\ufffb\\ufffe\\uffff";
const BEGUN = new RegExp(`^[^\\s${UNSEEN}][^${UNSEEN}]*$`, "u");

/** Why something is asked for, in one line. */
export const reason = z
  .string()
  .trim()
  .max(500)
  .regex(BEGUN, "must be one line with something in it")
  .refine((text) => ONE_LINE.test(text), "must be one line without control characters");

/**
 * Reads the body; none at all is as good as `{}`.
 * @throws ProblemError `bad-body`, `body-too-large`
 */
export function readJsonBody<Schema extends z.ZodType>(
  event: HttpEvent,
  schema: Schema,
  maxBytes: number,
): z.output<Schema> {
  const result = schema.safeParse(jsonOf(event, maxBytes));
  if (result.success) return result.data;
  const issues = result.error.issues.map(({ path, message }) => [...path, message].join(": "));
  throw new ProblemError("bad-body", `The body is not as described: ${issues.slice(0, 5).join("; ")}.`);
}

function jsonOf(event: HttpEvent, maxBytes: number): unknown {
  const text = textOf(event, maxBytes);
  if (text.trim() === "") return {};
  try {
    return parseJson(text);
  } catch (cause) {
    throw new ProblemError("bad-body", "The body is not valid JSON.", { cause });
  }
}

function textOf(event: HttpEvent, maxBytes: number): string {
  try {
    return bodyText(event, maxBytes);
  } catch (cause) {
    if (!(cause instanceof BodyError)) throw cause;
    throw new ProblemError(cause.code === "too-large" ? "body-too-large" : "bad-body", cause.message, {
      cause,
    });
  }
}
