/** Plays an HTTP API of API Gateway on loopback: routes requests to functions in payload format 2.0. */
import { randomUUID } from "node:crypto";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { buffer } from "node:stream/consumers";
import * as z from "zod";
import type { RunningFunction } from "../stand-ins/lambda/function.ts";
import type { Outcome } from "../stand-ins/lambda/runtime-api.ts";
import { ACCOUNT, REGION } from "./template.ts";

export interface Route {
  /** `POST /tickets/{ticketId}/archive`. */
  readonly key: string;
  /** Whether only signed requests come through. */
  readonly iam: boolean;
  readonly target: RunningFunction;
}

export interface HttpApi {
  /** `http://127.0.0.1:PORT`. */
  readonly origin: string;
  close(): Promise<void>;
}

/** Put in `Authorization`, stands for a request that is signed right; API Gateway checks signatures, and we do not. */
export const SIGNED =
  "AWS4-HMAC-SHA256 Credential=AKIACANARYCALLER/20260102/us-east-1/execute-api/aws4_request";

export async function serveHttpApi(routes: readonly Route[]): Promise<HttpApi> {
  const server = createServer((request, response) => {
    serve(routes, request, response).catch(() => send(response, 500, "Internal Server Error"));
  });
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
  const { port } = server.address() as AddressInfo;
  return {
    origin: `http://127.0.0.1:${port}`,
    close: () =>
      new Promise((closed) => {
        server.close(() => closed());
        server.closeAllConnections();
      }),
  };
}

async function serve(
  routes: readonly Route[],
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const body = await buffer(request);
  const [path = "", query = ""] = (request.url ?? "/").split(/\?(.*)/s);
  const [route, parameters] = routeOf(routes, request.method ?? "", path) ?? [];
  if (route === undefined) return send(response, 404, "Not Found");
  if (route.iam && request.headers.authorization?.startsWith("AWS4-HMAC-SHA256 ") !== true) {
    return send(response, 403, "Forbidden");
  }
  const outcome = await route.target.invoke(eventOf({ request, route, path, query, parameters, body }));
  answer(response, outcome);
}

/** The route with the most fixed segments wins, as in API Gateway. */
function routeOf(
  routes: readonly Route[],
  method: string,
  path: string,
): [Route, Record<string, string>] | undefined {
  const fits = routes.flatMap((route): [Route, Record<string, string>][] => {
    const [wanted, template = ""] = route.key.split(" ");
    if (wanted !== method && wanted !== "ANY") return [];
    const pattern = template.replaceAll(/\{([^}+]+)(\+?)\}/g, (_, name, plus) =>
      plus === "+" ? `(?<${name}>.+)` : `(?<${name}>[^/]+)`,
    );
    const found = new RegExp(`^${pattern}$`).exec(path);
    if (found === null) return [];
    const groups = Object.entries(found.groups ?? {});
    return [[route, Object.fromEntries(groups.map(([name, text]) => [name, decodeURIComponent(text)]))]];
  });
  const variables = ([{ key }]: (typeof fits)[number]): number => key.split("{").length;
  return fits.toSorted((a, b) => variables(a) - variables(b))[0];
}

interface Arrived {
  readonly request: IncomingMessage;
  readonly route: Route;
  readonly path: string;
  readonly query: string;
  readonly parameters: Record<string, string> | undefined;
  readonly body: Buffer;
}

/** Types whose bodies API Gateway passes on as text; all others come in base64. */
const TEXT = /^(text\/|application\/([a-z.+-]*\+)?(json|xml|javascript)\b)/i;

function eventOf({ request, route, path, query, parameters = {}, body }: Arrived): object {
  const { method = "", headers } = request;
  const isText = TEXT.test(headers["content-type"] ?? "application/json");
  const userAgent = headers["user-agent"] ?? "";
  const search = [...new URLSearchParams(query)];
  const iam = { accessKey: "AKIACALLER", accountId: ACCOUNT, userArn: `arn:aws:iam::${ACCOUNT}:user/caller` };
  return {
    version: "2.0",
    routeKey: route.key,
    rawPath: path,
    rawQueryString: query,
    headers: Object.fromEntries(
      Object.entries(headers).map(([name, value]) => [name, [value].flat().join(",")]),
    ),
    ...(search.length > 0 && { queryStringParameters: Object.fromEntries(search) }),
    ...(Object.keys(parameters).length > 0 && { pathParameters: parameters }),
    requestContext: {
      accountId: ACCOUNT,
      apiId: "e2e",
      domainName: `e2e.execute-api.${REGION}.amazonaws.com`,
      domainPrefix: "e2e",
      ...(route.iam && { authorizer: { iam } }),
      http: { method, path, protocol: "HTTP/1.1", sourceIp: "127.0.0.1", userAgent },
      requestId: randomUUID(),
      routeKey: route.key,
      stage: "$default",
      time: "02/Jan/2026:03:04:05 +0000",
      timeEpoch: 1_767_323_045_000,
    },
    ...(body.length > 0 && { body: isText ? body.toString() : body.toString("base64") }),
    isBase64Encoded: body.length > 0 && !isText,
  };
}

const answerSchema = z.object({
  statusCode: z.int(),
  headers: z.record(z.string(), z.coerce.string()).default({}),
  body: z.string().default(""),
  isBase64Encoded: z.boolean().default(false),
});

function answer(response: ServerResponse, outcome: Outcome): void {
  const read = "error" in outcome ? undefined : answerSchema.safeParse(outcome.result).data;
  if (read === undefined) {
    process.stderr.write(`The function gave no answer: ${JSON.stringify(outcome).slice(0, 500)}\n`);
    send(response, 500, "Internal Server Error");
    return;
  }
  const body = Buffer.from(read.body, read.isBase64Encoded ? "base64" : "utf8");
  response.writeHead(read.statusCode, { ...read.headers, "content-length": body.length }).end(body);
}

/** What API Gateway itself answers. */
function send(response: ServerResponse, status: number, message: string): void {
  response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify({ message }));
}
