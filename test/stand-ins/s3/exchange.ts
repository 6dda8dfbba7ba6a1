/** One HTTP exchange of the stand-in: from the request to the operation, through the faults, to the reply. */
import { randomBytes } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";
import { pipeline } from "node:stream/promises";
import { setTimeout as sleep } from "node:timers/promises";
import { Call, type Reply, type State } from "./call.ts";
import { S3Error, s3Error } from "./errors.ts";
import type { Fault, Faults } from "./faults.ts";
import { handlerOf, type Operation, operationOf } from "./operations.ts";
import { type Credentials, verifySignature } from "./signature.ts";
import { splitTarget, uriDecode } from "./uri.ts";
import { xml } from "./xml.ts";

/** A request that came in. */
export interface RequestInfo {
  /** Counted from 1. */
  readonly number: number;
  readonly method: string;
  readonly op: Operation;
  readonly bucket: string;
  readonly key: string;
  readonly versionId: string | undefined;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
}

/** A request that was answered: the status, and the code when it was an error. */
export interface ResponseInfo extends RequestInfo {
  readonly status: number;
  readonly code: string | undefined;
}

export interface Surroundings {
  readonly state: State;
  readonly credentials: Credentials;
  readonly faults: Faults;
  /** Notes the request and calls the hook of the test. */
  arrived(info: Omit<RequestInfo, "number">): Promise<RequestInfo>;
  /** Notes the answer and calls the hook of the test, before anything is sent. */
  answered(info: ResponseInfo): Promise<void>;
}

const MAX_KEY_BYTES = 1024;

interface Target {
  readonly bucketName: string;
  readonly key: string;
  readonly query: ReadonlyMap<string, string>;
  readonly op: Operation;
}

function targetOf(request: IncomingMessage): Target {
  const { path, query } = splitTarget(request.url ?? "/");
  const [, bucket = "", ...rest] = path.split("/");
  const bucketName = uriDecode(bucket);
  const key = uriDecode(rest.join("/"));
  const { method = "", headers } = request;
  return { bucketName, key, query, op: operationOf({ method, bucket: bucketName, key, query, headers }) };
}

/** Reads the body only when it is asked for, and only then tells a waiting client to send it. */
async function* bodyOf(request: IncomingMessage, response: ServerResponse): AsyncGenerator<Buffer> {
  if (request.headers.expect?.toLowerCase() === "100-continue") response.writeContinue();
  for await (const chunk of request) yield chunk;
}

function errorReply(
  error: unknown,
  resource: string,
  requestId: string,
  status?: number,
): Reply & { code: string } {
  const known = error instanceof S3Error ? error : s3Error("InternalError", `The stand-in failed: ${error}`);
  const body = xml("Error", {
    Code: known.code,
    Message: known.message,
    Resource: resource,
    RequestId: requestId,
    HostId: "stand-in",
  });
  return { status: status ?? known.status, headers: known.headers, body, code: known.code };
}

/** Does what is asked, or what a fault asks in its place. */
async function perform(call: Call, op: Operation, faults: readonly Fault[]): Promise<Reply> {
  for (const fault of faults) {
    if (fault.kind === "delay") await sleep(fault.milliseconds);
    if (fault.kind === "error") throw scriptedError(fault);
    if (fault.kind === "error-200") {
      await call.receive();
      throw new S3Error(200, fault.code ?? "InternalError", "An internal error occurred. Try again.");
    }
  }
  if (Buffer.byteLength(call.key) > MAX_KEY_BYTES) throw s3Error("KeyTooLongError");
  return handlerOf(op)(call);
}

function scriptedError({ status, code, retryAfter }: Extract<Fault, { kind: "error" }>): S3Error {
  const headers = retryAfter === undefined ? {} : { "retry-after": String(retryAfter) };
  return new S3Error(status, code, "A fault that the test asked for.", headers);
}

async function send(
  request: IncomingMessage,
  response: ServerResponse,
  reply: Reply,
  half: boolean,
): Promise<void> {
  const { body, headers } = reply;
  const { from = 0, to = 0, blob = undefined } = typeof body === "object" ? body : {};
  const length = typeof body === "string" ? Buffer.byteLength(body) : to - from;
  const unread = request.headers.expect !== undefined && !request.readableDidRead;
  response.writeHead(reply.status, {
    ...(typeof body === "string" && { "content-type": "application/xml" }),
    ...headers,
    ...(unread && { connection: "close" }),
    ...(reply.status !== 204 && reply.status !== 304 && { "content-length": length }),
  });
  if (request.method === "HEAD" || reply.status === 304) response.end();
  else if (blob !== undefined && half)
    await sendHalf(response, blob.read(from, from + Math.floor((to - from) / 2)));
  else if (blob !== undefined) await pipeline(blob.read(from, to), response);
  else response.end(body);
}

async function sendHalf(response: ServerResponse, bytes: AsyncIterable<Uint8Array>): Promise<void> {
  for await (const chunk of bytes) response.write(chunk);
  await new Promise<void>((sent) => response.write("", () => sent()));
  response.destroy();
}

/** Answers one request. A client that goes away midway leaves nothing behind. */
export async function exchange(
  surroundings: Surroundings,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const requestId = randomBytes(8).toString("hex").toUpperCase();
  const { method = "", url = "/", headers } = request;
  const resource = splitTarget(url).path;
  response
    .setHeader("x-amz-request-id", requestId)
    .setHeader("x-amz-id-2", "stand-in")
    .setHeader("server", "AmazonS3")
    .setHeader("date", surroundings.state.now().toUTCString());
  let target: Target;
  try {
    target = targetOf(request);
  } catch (error) {
    return send(request, response, errorReply(error, resource, requestId), false);
  }
  const { bucketName, key, query, op } = target;
  const versionId = query.get("versionId");
  const info = await surroundings.arrived({ method, op, bucket: bucketName, key, versionId, headers });
  const faults = surroundings.faults.take(op, key);
  const has = (kind: Fault["kind"]) => faults.some((fault) => fault.kind === kind);
  if (has("stall")) return;
  if (has("reset")) return void request.socket.destroy();

  const quirks = {
    ignoreChecksums: has("no-checksum"),
    ignoreCopyConditions: has("ignore-copy-conditions") && op === "CopyObject",
    corruptChecksum: has("corrupt-checksum"),
  };
  const stream = () => bodyOf(request, response);
  const call = new Call({ state: surroundings.state, quirks, headers, query, bucketName, key, stream });
  let reply: Reply & { readonly code?: string };
  try {
    verifySignature({ method, target: url, headers }, surroundings.credentials, surroundings.state.now());
    reply = await perform(call, op, faults);
  } catch (error) {
    if (request.socket.destroyed) return;
    reply = errorReply(error, resource, requestId);
  }
  await surroundings.answered({ ...info, status: reply.status, code: reply.code });
  const cut = has("reset-after");
  if (cut && typeof reply.body !== "object") return void request.socket.destroy();
  await send(request, response, reply, cut);
}
