/** Checks Signature Version 4, in the Authorization header and in presigned queries, and makes presigned URLs. */
import { createHash, createHmac, timingSafeEqual } from "node:crypto";
import type { IncomingHttpHeaders } from "node:http";
import { s3Error } from "./errors.ts";
import { splitTarget, uriDecode, uriEncode } from "./uri.ts";

export interface Credentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
}

/** The parts of a request that are signed, as they came over the wire. */
export interface SignedRequest {
  readonly method: string;
  /** Path and query, still encoded. */
  readonly target: string;
  readonly headers: IncomingHttpHeaders;
}

const ALGORITHM = "AWS4-HMAC-SHA256";
const MAX_SKEW_MS = 15 * 60_000;
const MAX_EXPIRES_S = 7 * 24 * 3600;

interface Scope {
  readonly accessKeyId: string;
  readonly date: string;
  readonly region: string;
  readonly text: string;
}

function scopeOf(credential: string): Scope | undefined {
  const match = /^([^/]+)\/((\d{8})\/([^/]+)\/s3\/aws4_request)$/.exec(credential);
  if (match === null) return undefined;
  const [, accessKeyId = "", text = "", date = "", region = ""] = match;
  return { accessKeyId, text, date, region };
}

interface Signing {
  readonly scope: Scope;
  readonly timestamp: string;
  readonly signedHeaders: readonly string[];
  readonly payload: string;
}

function signatureOf(request: SignedRequest, signing: Signing, secretAccessKey: string): string {
  const { path, query } = splitTarget(request.target);
  const canonical = [
    request.method,
    path.split("/").map(uriDecode).map(uriEncode).join("/"),
    [...query]
      .filter(([name]) => name !== "X-Amz-Signature")
      .map(([name, value]) => `${uriEncode(name)}=${uriEncode(value)}`)
      .sort()
      .join("&"),
    ...signing.signedHeaders.map((name) => `${name}:${headerText(request.headers, name)}`),
    "",
    signing.signedHeaders.join(";"),
    signing.payload,
  ].join("\n");
  const { scope } = signing;
  const toSign = [ALGORITHM, signing.timestamp, scope.text, sha256(canonical)].join("\n");
  const key = [scope.date, scope.region, "s3", "aws4_request"].reduce<string | Buffer>(
    (secret, piece) => createHmac("sha256", secret).update(piece).digest(),
    `AWS4${secretAccessKey}`,
  );
  return createHmac("sha256", key).update(toSign).digest("hex");
}

function headerText(headers: IncomingHttpHeaders, name: string): string {
  return String(headers[name] ?? "")
    .trim()
    .replace(/ +/g, " ");
}

function sha256(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}

function timeOf(timestamp: string): number {
  return Date.parse(timestamp.replace(/^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/, "$1-$2-$3T$4:$5:$6Z"));
}

function timestampOf(time: Date): string {
  return time.toISOString().replace(/[-:]|\.\d+/g, "");
}

/** Lets a correctly signed request through. @throws S3Error as S3 does for every other one */
export function verifySignature(request: SignedRequest, credentials: Credentials, now: Date): void {
  const { query } = splitTarget(request.target);
  if (query.has("X-Amz-Algorithm")) verifyQuery(request, query, credentials, now);
  else if (request.headers.authorization !== undefined) verifyHeader(request, credentials, now);
  else throw s3Error("AccessDenied");
}

function verifyHeader(request: SignedRequest, credentials: Credentials, now: Date): void {
  const match =
    /^AWS4-HMAC-SHA256 Credential=([^,]+), ?SignedHeaders=([^,]+), ?Signature=([0-9a-f]{64})$/.exec(
      request.headers.authorization ?? "",
    );
  const scope = scopeOf(match?.[1] ?? "");
  if (match === null || scope === undefined) throw s3Error("AuthorizationHeaderMalformed");
  const payload = headerText(request.headers, "x-amz-content-sha256");
  if (payload === "") throw s3Error("InvalidRequest", "Missing required header: x-amz-content-sha256");
  const timestamp = headerText(request.headers, "x-amz-date");
  if (!(Math.abs(now.getTime() - timeOf(timestamp)) <= MAX_SKEW_MS)) throw s3Error("RequestTimeTooSkewed");
  const signedHeaders = (match[2] ?? "").split(";");
  verify(request, { scope, timestamp, signedHeaders, payload }, match[3] ?? "", credentials);
}

function verifyQuery(
  request: SignedRequest,
  query: ReadonlyMap<string, string>,
  credentials: Credentials,
  now: Date,
): void {
  const scope = scopeOf(query.get("X-Amz-Credential") ?? "");
  const timestamp = query.get("X-Amz-Date") ?? "";
  const expires = Number(query.get("X-Amz-Expires"));
  const signed = timeOf(timestamp);
  const usable = query.get("X-Amz-Algorithm") === ALGORITHM && expires >= 1 && expires <= MAX_EXPIRES_S;
  if (scope === undefined || !usable || Number.isNaN(signed))
    throw s3Error("AuthorizationQueryParametersError");
  if (now.getTime() > signed + expires * 1000) throw s3Error("AccessDenied", "Request has expired");
  if (now.getTime() < signed - MAX_SKEW_MS) throw s3Error("AccessDenied", "Request is not valid yet");
  const signedHeaders = (query.get("X-Amz-SignedHeaders") ?? "").split(";");
  const payload = query.get("X-Amz-Content-Sha256") ?? "UNSIGNED-PAYLOAD";
  verify(
    request,
    { scope, timestamp, signedHeaders, payload },
    query.get("X-Amz-Signature") ?? "",
    credentials,
  );
}

function verify(request: SignedRequest, signing: Signing, given: string, credentials: Credentials): void {
  if (signing.scope.accessKeyId !== credentials.accessKeyId) throw s3Error("InvalidAccessKeyId");
  const unsigned = Object.keys(request.headers).find(
    (name) => name.startsWith("x-amz-") && !signing.signedHeaders.includes(name),
  );
  if (unsigned !== undefined || !signing.signedHeaders.includes("host")) {
    throw s3Error("AccessDenied", "There were headers present in the request which were not signed");
  }
  const expected = Buffer.from(signatureOf(request, signing, credentials.secretAccessKey));
  const received = Buffer.from(given);
  if (expected.length !== received.length || !timingSafeEqual(expected, received)) {
    throw s3Error("SignatureDoesNotMatch");
  }
}

export interface PresignOptions {
  readonly credentials: Credentials;
  /** When the URL starts to hold. */
  readonly now: Date;
  /** Seconds. */
  readonly expires: number;
  readonly method?: string;
}

/** Signs a URL (`http://host/bucket/encoded-key`) so that it opens without credentials until it expires. */
export function presign(url: string, { credentials, now, expires, method = "GET" }: PresignOptions): string {
  const timestamp = timestampOf(now);
  const scope = scopeOf(`${credentials.accessKeyId}/${timestamp.slice(0, 8)}/us-east-1/s3/aws4_request`);
  if (scope === undefined) throw new Error("The access key id cannot stand in a URL; use one without '/'.");
  const { host, pathname, search, origin } = new URL(url);
  const query = [
    ...(search === "" ? [] : [search.slice(1)]),
    `X-Amz-Algorithm=${ALGORITHM}`,
    `X-Amz-Credential=${uriEncode(`${scope.accessKeyId}/${scope.text}`)}`,
    `X-Amz-Date=${timestamp}`,
    `X-Amz-Expires=${expires}`,
    "X-Amz-SignedHeaders=host",
  ];
  const target = `${pathname}?${query.join("&")}`;
  const signing = { scope, timestamp, signedHeaders: ["host"], payload: "UNSIGNED-PAYLOAD" };
  const signature = signatureOf({ method, target, headers: { host } }, signing, credentials.secretAccessKey);
  return `${origin}${target}&X-Amz-Signature=${signature}`;
}
