/** The JSON body of a call, checked by a schema. */
import type * as z from "zod";
import { parseJson } from "../../shared/json.ts";
import { BodyError, bodyText } from "../common/http/body.ts";
import type { HttpEvent } from "../common/http/event.ts";
import { ProblemError } from "./problems.ts";

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
