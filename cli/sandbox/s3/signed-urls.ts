/** Mints and checks the signed queries of attachment URLs, in the form of AWS Signature Version 4 query strings. */
import { createHmac, timingSafeEqual } from "node:crypto";
import { CREDENTIAL_CANARY, TOKEN_CANARY } from "../canary.ts";

/** As long as the vendor's, and with characters that must stay percent-encoded. */
const TOKEN = `IQoJb3JpZ2luX2VjE${TOKEN_CANARY}${"SandboxSessionToken".repeat(40)}///=`;
const SIGNING_KEY = `sandbox ${CREDENTIAL_CANARY}`;

export interface SignedUrlSettings {
  /** Seconds for which a URL is good. */
  readonly ttlSeconds: number;
  /** Milliseconds since 1970. */
  readonly now: () => number;
}

export type UrlCheck =
  | { readonly verdict: "valid"; readonly disposition: string | undefined }
  | { readonly verdict: "unsigned" }
  | { readonly verdict: "bad-signature" }
  | { readonly verdict: "expired"; readonly expiredAt: Date };

/** What a URL is for: the name that a browser is told, and the object's version (`versionId=…`) if not the newest. */
export interface SignedFile {
  readonly fileName: string | null;
  readonly version?: string | undefined;
}

/** The query for a GET of `path` at `host`, without `?`. `path` is percent-encoded and is signed as it is. */
export function mintQuery(host: string, path: string, file: SignedFile, settings: SignedUrlSettings): string {
  const date = amzDate(settings.now());
  const name = (file.fileName ?? "").toWellFormed();
  const fields = [
    ["response-content-disposition", `inline; filename="${name}"`],
    ["X-Amz-Security-Token", TOKEN],
    ["X-Amz-Algorithm", "AWS4-HMAC-SHA256"],
    ["X-Amz-Date", date],
    ["X-Amz-SignedHeaders", "host"],
    ["X-Amz-Credential", `${CREDENTIAL_CANARY}/${date.slice(0, 8)}/ap-south-1/s3/aws4_request`],
    ["X-Amz-Expires", String(settings.ttlSeconds)],
  ];
  const spelled = fields.map(([name, value]) => `${name}=${encodeURIComponent(value ?? "")}`);
  const query = [...(file.version === undefined ? [] : [file.version]), ...spelled].join("&");
  return `${query}&X-Amz-Signature=${sign(host, path, query)}`;
}

/**
 * What S3 thinks of a GET of `path` with `query`, both as they stood on the request line. Stricter than S3: a query
 * that was decoded and built anew is a bad one even if it says the same.
 */
export function checkQuery(host: string, path: string, query: string, now: number): UrlCheck {
  const signed = /^(.*)&X-Amz-Signature=([0-9a-f]{64})$/.exec(query);
  if (signed?.[1] === undefined || signed[2] === undefined) {
    return { verdict: query.includes("X-Amz-Signature") ? "bad-signature" : "unsigned" };
  }
  const expected = Buffer.from(sign(host, path, signed[1]), "hex");
  if (!timingSafeEqual(expected, Buffer.from(signed[2], "hex"))) {
    return { verdict: "bad-signature" };
  }
  const fields = new URLSearchParams(query);
  const expiredAt = parseAmzDate(fields.get("X-Amz-Date") ?? "") + Number(fields.get("X-Amz-Expires")) * 1000;
  return now < expiredAt
    ? { verdict: "valid", disposition: fields.get("response-content-disposition") ?? undefined }
    : { verdict: "expired", expiredAt: new Date(expiredAt) };
}

function sign(host: string, path: string, query: string): string {
  return createHmac("sha256", SIGNING_KEY).update(`GET\n${host}\n${path}\n${query}`).digest("hex");
}

/** `20260520T103732Z` */
function amzDate(milliseconds: number): string {
  return new Date(milliseconds).toISOString().replace(/[-:]|\.\d+/g, "");
}

function parseAmzDate(text: string): number {
  return Date.parse(text.replace(/^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/, "$1-$2-$3T$4:$5:$6Z"));
}
