/** Reads the error document with which S3 refuses a file: https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html */
import type { WireBody } from "./wire-body.ts";

export interface S3Refusal {
  /** S3's own code, such as `AccessDenied`; undefined where the answer has none, as a proxy's. */
  readonly code: string | undefined;
  /** The URL or the token that it was signed with is out of time: a fresh one may do. */
  readonly expired: boolean;
}

/** S3's documents have some hundred bytes. */
const MOST_BYTES = 8192;

/** What is read of the body, whatever it is; one that fails says nothing. */
export async function readRefusal(body: WireBody): Promise<S3Refusal> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  try {
    for await (const chunk of body) {
      chunks.push(chunk);
      size += chunk.length;
      if (size >= MOST_BYTES) break;
    }
  } catch {
    // The status alone decides.
  }
  return refusalIn(Buffer.concat(chunks).subarray(0, MOST_BYTES).toString("utf8"));
}

function refusalIn(document: string): S3Refusal {
  const [, code] = /<Error>.{0,2000}?<Code>([A-Za-z]{1,64})<\/Code>/s.exec(document) ?? [];
  const [, message = ""] = /<Message>([^<]{0,500})/.exec(document) ?? [];
  const expired =
    code === "ExpiredToken" || (code === "AccessDenied" && /request has expired/i.test(message));
  return { code, expired };
}
