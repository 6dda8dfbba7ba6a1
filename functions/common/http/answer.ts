/** Answers in API Gateway's form. */
import type { APIGatewayProxyStructuredResultV2 } from "aws-lambda";

export interface Answer extends APIGatewayProxyStructuredResultV2 {
  readonly statusCode: number;
  readonly headers: Readonly<Record<string, string>>;
}

/** What is said of a ticket is for whoever asked, now: nobody keeps it, and no browser guesses at its type. */
const ALWAYS = { "cache-control": "no-store", "x-content-type-options": "nosniff" };

export function jsonAnswer(
  statusCode: number,
  value: unknown,
  headers: Readonly<Record<string, string>> = {},
): Answer {
  return {
    statusCode,
    headers: { ...ALWAYS, "content-type": "application/json", ...headers },
    body: JSON.stringify(value),
  };
}

export function emptyAnswer(statusCode: number, headers: Readonly<Record<string, string>> = {}): Answer {
  return { statusCode, headers: { ...ALWAYS, ...headers } };
}
