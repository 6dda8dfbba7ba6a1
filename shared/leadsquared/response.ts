/** Turns the bytes of a 200 answer into a checked conversation list without secrets, or says why they are not one. */
import type * as z from "zod";
import { type ErrorDetails, LeadSquaredError } from "../errors.ts";
import { JsonError, type ReadJson, type RepeatedNames, readJson } from "../read-json.ts";
import { conversationFilterAnswer } from "./schema.ts";

/** A 200 that is no conversation list. */
export class UnexpectedResponseError extends LeadSquaredError {
  /** Private, so that no serializer and no console prints it. */
  readonly #source: Uint8Array;

  constructor(code: string, message: string, source: Uint8Array, details: ErrorDetails = {}) {
    super(code, message, details);
    this.#source = source;
  }

  /** The body as received without secrets, for the caller to keep; it belongs in no log, as it may hold text. */
  get source(): Uint8Array {
    return this.#source;
  }
}

export interface ConversationList {
  /** The body as received without secrets: `source.json`. */
  readonly source: Uint8Array;
  /** The JSON of `source`; numbers beyond 2^53 are strings of their digits. */
  readonly json: unknown;
  readonly repeated: RepeatedNames;
  /** The JSON as received, and after it what repeated names hide. It holds signed URLs: never to be logged or kept. */
  readonly received: readonly unknown[];
}

/**
 * Reads a body of a 200 answer, as received and without secrets (`redact`). Bytes that are not UTF-8 are replaced for reading only. A list passes whatever `Total` is,
 * and one that is null or absent passes when `Total` is there; whether it is complete is the caller's to say.
 * @throws UnexpectedResponseError `malformed-json` (retryable), `response-too-deep`, `response-too-many-values`,
 *   `unexpected-response`
 */
export async function readResponse(raw: Uint8Array, source: Uint8Array): Promise<ConversationList> {
  const { value: json, repeated } = await parse(source, source);
  check(json, source);
  const received = raw === source ? { value: json, repeated } : await parse(raw, source);
  const hidden = [...received.repeated.values()].flatMap((names) => [...names.values()].flat());
  return { source, json, repeated, received: [received.value, ...hidden] };
}

function check(json: unknown, source: Uint8Array): void {
  const answer = conversationFilterAnswer.safeParse(json);
  if (!answer.success) {
    throw unexpected(source, problem(answer.error));
  }
  const { ConversationList: list, Total: total } = answer.data;
  if ((list ?? []).length === 0 && isErrorEnvelope(answer.data)) {
    throw unexpected(source, "it is an error in the shape of a success");
  }
  if (!list && !(typeof total === "number" || (typeof total === "string" && /^\d{1,15}$/.test(total)))) {
    throw unexpected(source, "it has neither ConversationList nor a Total that is a number");
  }
}

async function parse(bytes: Uint8Array, source: Uint8Array): Promise<ReadJson> {
  try {
    return await readJson(bytes);
  } catch (error) {
    if (!(error instanceof JsonError)) throw error;
    const what = `LeadSquared answered 200 with ${bytes.length} bytes`;
    if (error.reason === "malformed") {
      // A cut body heals with the next try.
      const message = `${what} that are not valid JSON. Try again; if it stays so, check that the base URL is the API's host.`;
      throw new UnexpectedResponseError("malformed-json", message, source, { retryable: true });
    }
    const shape = error.reason === "too-deep" ? "JSON nested too deeply" : "more values than any ticket has";
    const message = `${what}, which are ${shape} to be a conversation list. Look at what is kept, and ask LeadSquared's support.`;
    throw new UnexpectedResponseError(`response-${error.reason}`, message, source);
  }
}

function unexpected(source: Uint8Array, why: string): UnexpectedResponseError {
  const message = `LeadSquared answered 200, but not with a conversation list: ${why}. Check that the base URL is the API's host and that the API is switched on for the account; the kept response shows what came.`;
  return new UnexpectedResponseError("unexpected-response", message, source);
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
