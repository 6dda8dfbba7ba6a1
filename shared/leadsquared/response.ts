/** Turns the bytes of a 200 answer into a checked conversation list, or says why they are none. */
import type * as z from "zod";
import { type ErrorDetails, LeadSquaredError } from "../errors.ts";
import { parseJson } from "../json.ts";
import { conversationFilterAnswer } from "./schema.ts";

/** A 200 that is no conversation list (`unexpected-response`) or no JSON (`malformed-json`). */
export class UnexpectedResponseError extends LeadSquaredError {
  /** Private, so that no serializer and no console prints it. */
  readonly #raw: Uint8Array;

  constructor(code: string, message: string, raw: Uint8Array, details: ErrorDetails = {}) {
    super(code, message, details);
    this.#raw = raw;
  }

  /** The body as received, for the caller to keep; it belongs in no log, as it may hold text and signed URLs. */
  get raw(): Uint8Array {
    return this.#raw;
  }
}

/**
 * Reads a body of a 200 answer: its JSON, untouched but for numbers beyond 2^53, which are strings. Bytes that are not
 * UTF-8 are replaced for reading only; the caller has the bytes. A list that is null or absent passes when `Total` is
 * there; whether it is complete is the caller's to say.
 * @throws UnexpectedResponseError
 */
export function readResponse(raw: Uint8Array): unknown {
  const json = parse(raw);
  const answer = conversationFilterAnswer.safeParse(json);
  if (!answer.success) {
    throw unexpected(raw, problem(answer.error));
  }
  const { ConversationList: list, Total: total } = answer.data;
  if ((list ?? []).length === 0 && isErrorEnvelope(answer.data)) {
    throw unexpected(raw, "it is an error in the shape of a success");
  }
  if (!list && (total === null || total === undefined)) {
    throw unexpected(raw, "it has neither ConversationList nor Total");
  }
  return json;
}

function parse(raw: Uint8Array): unknown {
  try {
    return parseJson(new TextDecoder().decode(raw));
  } catch {
    // A cut body heals with the next try.
    const message = `LeadSquared answered 200 with ${raw.length} bytes that are not valid JSON. Try again; if it stays so, check that the base URL is the API's host.`;
    throw new UnexpectedResponseError("malformed-json", message, raw, { retryable: true });
  }
}

function unexpected(raw: Uint8Array, why: string): UnexpectedResponseError {
  const message = `LeadSquared answered 200, but not with a conversation list: ${why}. Check that the base URL is the API's host and that the API is switched on for the account; the kept response shows what came.`;
  return new UnexpectedResponseError("unexpected-response", message, raw);
}

/** The first finding as a path and a type, without any value. */
function problem(error: z.ZodError): string {
  const [issue] = error.issues;
  const path = issue?.path.join(".") ?? "";
  return path === "" ? "it is not an object of that shape" : `${path} is not of the documented type`;
}

/** LeadSquared's APIs report errors as `{"Status":"Error","ExceptionType":…,"ExceptionMessage":…}`. */
function isErrorEnvelope(answer: Readonly<Record<string, unknown>>): boolean {
  const status = answer["Status"];
  return (
    (typeof status === "string" && status.toLowerCase() === "error") ||
    typeof answer["ExceptionType"] === "string" ||
    typeof answer["ExceptionMessage"] === "string"
  );
}
