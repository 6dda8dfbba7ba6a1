/** Signs a request to S3: AWS Signature Version 4 in the `Authorization` header. Pure, but for remembering keys. */
import { createHmac, createSecretKey, hash, type KeyObject } from "node:crypto";

interface SigningKeys {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string | undefined;
}

export interface Signable {
  readonly method: string;
  readonly host: string;
  /** As it goes over the wire: each segment encoded once. */
  readonly path: string;
  /** Without a question mark, sorted by name, names and values encoded. */
  readonly query: string;
  /** Lower-case names; all are signed. */
  readonly headers: Readonly<Record<string, string>>;
  /** SHA-256 of the body in hex, or `UNSIGNED-PAYLOAD`. */
  readonly payloadHash: string;
}

export interface SigningContext {
  readonly keys: SigningKeys;
  readonly region: string;
  readonly now: Date;
}

/**
 * The headers to send: those given, and those of the signature.
 * Source: https://docs.aws.amazon.com/AmazonS3/latest/API/sig-v4-header-based-auth.html
 */
export function signed(request: Signable, { keys, region, now }: SigningContext): Record<string, string> {
  const time = now.toISOString().replace(/[-:]|\.\d+/g, "");
  const date = time.slice(0, 8);
  const headers: Record<string, string> = {
    ...request.headers,
    host: request.host,
    "x-amz-content-sha256": request.payloadHash,
    "x-amz-date": time,
    ...(keys.sessionToken !== undefined && { "x-amz-security-token": keys.sessionToken }),
  };
  const names = Object.keys(headers).toSorted();
  const canonical = [
    request.method,
    request.path,
    request.query,
    ...names.map((name) => `${name}:${headers[name]}`),
    "",
    names.join(";"),
    request.payloadHash,
  ].join("\n");
  const scope = `${date}/${region}/s3/aws4_request`;
  const digest = hash("sha256", canonical);
  const signature = createHmac("sha256", signingKey(keys, date, region))
    .update(`AWS4-HMAC-SHA256\n${time}\n${scope}\n${digest}`)
    .digest("hex");
  headers["authorization"] =
    `AWS4-HMAC-SHA256 Credential=${keys.accessKeyId}/${scope},SignedHeaders=${names.join(";")},Signature=${signature}`;
  return headers;
}

/** Percent-encodes all but what RFC 3986 calls unreserved. */
export function encoded(text: string): string {
  return encodeURIComponent(text).replace(
    /[!'()*]/g,
    (each) => `%${each.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}

/** The last key that was made: it serves a whole day. */
let last: { readonly secret: string; readonly scope: string; readonly key: KeyObject } | undefined;

function signingKey({ secretAccessKey: secret }: SigningKeys, date: string, region: string): KeyObject {
  const scope = `${date}/${region}`;
  if (last?.secret === secret && last.scope === scope) return last.key;
  let key: Buffer = Buffer.from(`AWS4${secret}`);
  for (const part of [date, region, "s3", "aws4_request"])
    key = createHmac("sha256", key).update(part).digest();
  last = { secret, scope, key: createSecretKey(key) };
  return last.key;
}
