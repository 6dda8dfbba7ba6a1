/** A proxy in front of an S3 server that treats the conditions of writes as servers do that do not honour them. */
import { createServer, type IncomingMessage, type ServerResponse, request as send } from "node:http";
import type { AddressInfo } from "node:net";
import { buffer } from "node:stream/consumers";
import { signed } from "../../../shared/store/s3-sign.ts";
import type { S3Place } from "../s3/client.ts";

/**
 * `refuse-if-match` answers 412 to each If-Match; `drop-conditions` passes requests on without their `If-*` headers;
 * `pass-on` changes nothing: it can go away and come back while the server behind it keeps what it has.
 */
export type Manner = "refuse-if-match" | "drop-conditions" | "pass-on";

export interface S3Proxy extends S3Place, AsyncDisposable {
  /** How many PUTs came for each path. */
  readonly puts: ReadonlyMap<string, number>;
}

const CONDITION = /^if-|^x-amz-copy-source-if-/;
const REFUSAL = "<Error><Code>PreconditionFailed</Code><Message>refused by the proxy</Message></Error>";

/** Starts on a free port of 127.0.0.1, or on the given one. */
export async function startS3Proxy(upstream: S3Place, manner: Manner, port = 0): Promise<S3Proxy> {
  const puts = new Map<string, number>();
  const handle = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const body = await buffer(request);
    const path = new URL(request.url ?? "", "http://proxy").pathname;
    if (request.method === "PUT") puts.set(path, (puts.get(path) ?? 0) + 1);
    if (manner === "refuse-if-match" && request.headers["if-match"] !== undefined) {
      response.writeHead(412, { "content-type": "application/xml" }).end(REFUSAL);
      return;
    }
    const conditional = Object.keys(request.headers).some((name) => CONDITION.test(name));
    const headers =
      manner === "drop-conditions" && conditional ? resigned(request, upstream) : request.headers;
    const { hostname, port: target } = new URL(upstream.endpoint);
    const { method, url: way } = request;
    const onward = send({ hostname, port: target, method, path: way, headers }, (answer) => {
      response.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(response);
    });
    onward.on("error", () => response.destroy());
    onward.end(body);
  };
  const server = createServer((request, response) => {
    handle(request, response).catch(() => response.destroy());
  });
  await new Promise<void>((listening) => server.listen(port, "127.0.0.1", listening));
  return {
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    credentials: upstream.credentials,
    puts,
    async [Symbol.asyncDispose]() {
      const closed = new Promise<void>((done) => server.close(() => done()));
      server.closeAllConnections();
      await closed;
    },
  };
}

/** The headers without conditions, which are signed like all others: so the request is signed anew. */
function resigned(request: IncomingMessage, { credentials }: S3Place): Record<string, string> {
  const plain = Object.entries(request.headers).flatMap(([name, value]) =>
    typeof value === "string" && !CONDITION.test(name) ? [[name, value] as const] : [],
  );
  const kept = Object.fromEntries(plain.filter(([name]) => name !== "authorization"));
  const { host = "", "x-amz-content-sha256": payloadHash = "UNSIGNED-PAYLOAD", ...others } = kept;
  const amz = Object.fromEntries(Object.entries(others).filter(([name]) => name.startsWith("x-amz-")));
  const [path = "", query = ""] = (request.url ?? "").split("?");
  const [, region = "us-east-1"] =
    /Credential=[^/]+\/\d+\/([^/]+)\//.exec(request.headers.authorization ?? "") ?? [];
  const signable = { method: request.method ?? "", host, path, query, headers: amz, payloadHash };
  return { ...kept, ...signed(signable, { keys: credentials, region, now: new Date() }) };
}
