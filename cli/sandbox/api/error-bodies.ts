/** Error bodies of the API; the vendor documents none, these follow the envelope that its other APIs use. */
import { type Answer, jsonAnswer } from "../reply.ts";

const texts: Readonly<Record<number, readonly [type: string, message: string]>> = {
  400: ["MXInvalidInputException", "The request body is not as specified."],
  401: ["MXUnauthorizedAccessException", "Access key or secret key is invalid."],
  404: ["MXApiNotFoundException", "API not found."],
  429: ["MXRateLimitExceededException", "API calls exceeded the limit of 25 in 5 seconds."],
};

const failure = ["MXInternalException", "An internal error occurred."] as const;

/** The envelope of an error, as JSON value. */
export function errorEnvelope(status: number, detail?: string): Record<string, string> {
  const [type, message] = texts[status] ?? failure;
  return { Status: "Error", ExceptionType: type, ExceptionMessage: detail ?? message };
}

export function apiError(status: number, detail?: string): Answer {
  return jsonAnswer(status, errorEnvelope(status, detail));
}
