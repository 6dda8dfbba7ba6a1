/** Requests as API Gateway hands them to a function, the function's time, and what it logs. */
import type { HttpEvent } from "../../functions/common/http/event.ts";
import { lambdaLogger } from "../../functions/common/lambda-log.ts";
import type { Logger } from "../../shared/log.ts";
import { API_ROUTES } from "../../shared/names.ts";

export interface Request {
  readonly method?: string;
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly query?: Readonly<Record<string, string>>;
  /** Bytes are handed over in base64, as API Gateway does with what it does not take for text. */
  readonly body?: string | Uint8Array;
  /** ARN of the IAM caller. */
  readonly caller?: string;
}

export function httpEvent(request: Request): HttpEvent {
  const { method = "GET", path, headers = {}, query, body, caller } = request;
  const { routeKey, pathParameters } = routed(method, path);
  const rawQueryString = new URLSearchParams(query).toString();
  return {
    version: "2.0",
    routeKey,
    rawPath: path,
    rawQueryString,
    headers: {
      host: "api.example",
      ...Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value])),
    },
    ...(pathParameters && { pathParameters }),
    ...(query && { queryStringParameters: { ...query } }),
    requestContext: {
      accountId: "111122223333",
      apiId: "api",
      domainName: "api.example",
      domainPrefix: "api",
      http: { method, path, protocol: "HTTP/1.1", sourceIp: "192.0.2.1", userAgent: "tests" },
      requestId: "REQUEST-ID=",
      routeKey,
      stage: "$default",
      time: "02/Jan/2026:03:04:05 +0000",
      timeEpoch: 1_767_323_045_000,
      ...(caller && { authorizer: { iam: iamCaller(caller) } }),
    },
    ...(body !== undefined && {
      body: typeof body === "string" ? body : Buffer.from(body).toString("base64"),
    }),
    isBase64Encoded: body !== undefined && typeof body !== "string",
  };
}

/** The route that API Gateway finds; one that is not the API's is the webhook's. */
function routed(method: string, path: string): Pick<HttpEvent, "routeKey" | "pathParameters"> {
  for (const routeKey of Object.values(API_ROUTES)) {
    const pattern = routeKey.replaceAll(/\{(\w+)\}/g, "(?<$1>[^/]+)");
    const found = new RegExp(`^${pattern}$`).exec(`${method} ${path}`);
    if (found !== null) return { routeKey, ...(found.groups && { pathParameters: { ...found.groups } }) };
  }
  return { routeKey: `${method} ${path}` };
}

function iamCaller(userArn: string) {
  return {
    accessKey: "ASIAEXAMPLE",
    accountId: "111122223333",
    callerId: "caller",
    cognitoIdentity: null,
    principalOrgId: "o-example",
    userArn,
    userId: "user",
  };
}

/** Lambda's context with so much time left. */
export function timeLeft(ms = 29_000): { getRemainingTimeInMillis(): number } {
  const end = Date.now() + ms;
  return { getRemainingTimeInMillis: () => end - Date.now() };
}

export interface RecordedLog {
  readonly log: Logger;
  readonly lines: string[];
  /** The events, in order. */
  events(): unknown[];
}

/** The functions' own logger, whose lines are kept. */
export function recordedLog(): RecordedLog {
  const lines: string[] = [];
  const log = lambdaLogger("debug", { write: (line) => void lines.push(line) });
  return { log, lines, events: () => lines.map((line) => JSON.parse(line).event) };
}

/** What the API answered, its body read. */
export interface ApiAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly json: unknown;
}
