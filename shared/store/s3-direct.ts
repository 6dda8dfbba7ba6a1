/**
 * Sends PUT requests to S3 without the SDK's own machinery, which costs several times the CPU of the request itself. Where
 * S3 is, who we are and how often to try again, it takes from the SDK's client; all other calls are the client's.
 */
import { Readable } from "node:stream";
import { PutObjectCommand, type S3Client, S3ServiceException } from "@aws-sdk/client-s3";
import pRetry from "p-retry";
import type { Dispatcher } from "undici";
import { type Once, once } from "../once.ts";
import { httpAgent, type Proxies } from "../proxies.ts";
import { isThrottled } from "./s3-answers.ts";
import { S3_WAITS } from "./s3-client.ts";
import { noteServer } from "./s3-server.ts";
import { encoded, type SigningContext, signed } from "./s3-sign.ts";

interface DirectPut {
  readonly bucket: string;
  readonly key: string;
  /** Sorted by name. */
  readonly query?: Readonly<Record<string, string>>;
  /** Lower-case names. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
  /** SHA-256 of the body in hex, or `UNSIGNED-PAYLOAD`. */
  readonly payloadHash: string;
}

/** What S3 answers to a PUT that it has done. */
interface PutAnswer {
  /** Quoted, as S3 gives it. */
  readonly etag: string | undefined;
  /** Of a copy, else empty. */
  readonly xml: string;
}

export interface DirectS3 {
  /** @throws S3ServiceException as the SDK's client would; an error of the network */
  put(put: DirectPut): Promise<PutAnswer>;
  /** Where a bucket is, with its name in the host or the path; asks nobody. */
  urlOf(bucket: string): Promise<URL>;
}

const BACKOFF_MS = 50;
/** What a copy counts as that S3 has begun to answer with 200 before it failed, as the SDK does. */
const FAILED_LATE = 503;
/** Bytes of a body that are written at once. */
const SLICE = 256 * 1024;

/** Signs and sends PUTs without the SDK's machinery. Credentials, region and retries are those of the client. */
export function directS3(client: S3Client, proxies?: Proxies): DirectS3 {
  const dispatcher = httpAgent(proxies, {
    connections: 64,
    connect: { timeout: S3_WAITS.connectMs },
    headersTimeout: S3_WAITS.idleMs,
    bodyTimeout: S3_WAITS.idleMs,
  });
  const endpoints = new Map<string, Once<Endpoint>>();
  /** How far this machine's clock is behind S3's, in ms. */
  let skewMs = 0;

  function endpointOf(bucket: string): Promise<Endpoint> {
    const endpoint = endpoints.get(bucket) ?? once(() => findEndpoint(client, bucket));
    endpoints.set(bucket, endpoint);
    return endpoint();
  }

  async function tryOnce(put: DirectPut): Promise<PutAnswer> {
    const { url, region } = await endpointOf(put.bucket);
    const context = { keys: await client.config.credentials(), region, now: new Date(Date.now() + skewMs) };
    const { status, headers, text } = await send(dispatcher, requestOf(put, url, context)).catch((error) => {
      noteServer(error, url);
      throw error;
    });
    const failedLate = status === 200 && text.includes("<Error>");
    if (status === 200 && !failedLate) return { etag: headers["etag"]?.toString(), xml: text };
    const error = serviceError(failedLate ? FAILED_LATE : status, headers, text);
    if (error.name === "RequestTimeTooSkewed") skewMs = Date.parse(String(headers["date"])) - Date.now() || 0;
    throw error;
  }

  return {
    urlOf: async (bucket) => (await endpointOf(bucket)).url,
    async put(put) {
      const retries = (await client.config.maxAttempts()) - 1;
      return pRetry(() => tryOnce(put), {
        retries,
        minTimeout: BACKOFF_MS,
        maxTimeout: 20_000,
        randomize: true,
        shouldRetry: ({ error }) => mayPass(error),
      });
    },
  };
}

interface Endpoint {
  /** With the bucket in its host or its path. */
  readonly url: URL;
  readonly region: string;
}

/** Asks the client where a bucket is, without a request: by the region, the environment and what was configured. */
async function findEndpoint(client: S3Client, bucket: string): Promise<Endpoint> {
  let url: URL | undefined;
  const command = new PutObjectCommand({ Bucket: bucket, Key: "key" });
  command.middlewareStack.add(
    (_next, context) => async () => {
      url = context.endpointV2?.url;
      return { output: { $metadata: {} }, response: {} };
    },
    { step: "build" },
  );
  await client.send(command);
  if (url === undefined) throw new Error(`The AWS SDK knows no endpoint of the bucket ${bucket}.`);
  return { url, region: await client.config.region() };
}

function requestOf(put: DirectPut, url: URL, context: SigningContext): Dispatcher.DispatchOptions {
  const path = `${url.pathname.replace(/\/$/, "")}/${put.key.split("/").map(encoded).join("/")}`;
  const query = Object.entries(put.query ?? {})
    .map(([name, value]) => `${encoded(name)}=${encoded(value)}`)
    .join("&");
  const { headers, payloadHash } = put;
  const signable = { method: "PUT", host: url.host, path, query, headers, payloadHash };
  return {
    origin: url.origin,
    path: query === "" ? path : `${path}?${query}`,
    method: "PUT",
    headers: { ...signed(signable, context), "content-length": `${put.body.byteLength}` },
    body: put.body.byteLength > SLICE ? Readable.from(slices(put.body)) : put.body,
  };
}

/** TLS would hold a second copy of all that it is given at once. */
function* slices(body: Uint8Array): Generator<Uint8Array> {
  for (let at = 0; at < body.byteLength; at += SLICE) yield body.subarray(at, at + SLICE);
}

interface Answer {
  readonly status: number;
  /** Lower-case names. */
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly text: string;
}

/** Sends one request. Undici's own `request` would make a stream of the answer, which costs as much again. */
function send(dispatcher: Dispatcher, options: Dispatcher.DispatchOptions): Promise<Answer> {
  return new Promise((resolve, reject) => {
    let head: Omit<Answer, "text"> = { status: 0, headers: {} };
    let text = "";
    let timer: NodeJS.Timeout | undefined;
    dispatcher.dispatch(options, {
      onRequestStart(controller) {
        timer = setTimeout(
          () => controller.abort(new DOMException("S3 was too slow", "TimeoutError")),
          S3_WAITS.tryMs,
        );
      },
      onResponseStart(_, status, headers) {
        head = { status, headers };
      },
      onResponseData(_, chunk) {
        text += chunk.toString("latin1");
      },
      onResponseEnd() {
        clearTimeout(timer);
        resolve({ ...head, text });
      },
      onResponseError(_, error) {
        clearTimeout(timer);
        reject(error);
      },
    });
  });
}

/** As the SDK makes it, with what the body names beside its code. */
function serviceError(status: number, headers: Answer["headers"], xml: string): S3ServiceException {
  const [, Code] = /<Code>([\w.]{1,100})<\/Code>/.exec(xml) ?? [];
  const [, Region] = /<Region>([\w-]{1,40})<\/Region>/.exec(xml) ?? [];
  const name = Code ?? `HTTP ${status}`;
  const error = new S3ServiceException({
    name,
    message: name,
    $fault: status < 500 ? "client" : "server",
    $metadata: { httpStatusCode: status },
  });
  return Object.assign(error, { Code, Region: Region ?? headers["x-amz-bucket-region"] });
}

/** Codes that S3 documents as passing, beside every 5xx and what is throttled. */
const PASSING = new Set(["RequestTimeout", "RequestTimeTooSkewed"]);

/** Any failure of the network may pass: what is put again is the same bytes. */
function mayPass(error: Error): boolean {
  if (!(error instanceof S3ServiceException)) return "code" in error || error.name === "TimeoutError";
  const status = error.$metadata.httpStatusCode ?? 0;
  return status >= 500 || status === 429 || isThrottled(error) || PASSING.has(error.name);
}
