/** S3's error answers in XML, chunked as S3 sends them. */
import { CREDENTIAL_CANARY } from "../canary.ts";
import { type Answer, answer } from "../reply.ts";

const IDS = "<RequestId>0A49CE4060975EAC</RequestId><HostId>c2FuZGJveCBob3N0IGlk</HostId>";

const byStatus: Readonly<Record<number, readonly [code: string, message: string]>> = {
  400: ["InvalidRequest", "The request is not valid."],
  403: ["AccessDenied", "Access Denied"],
  404: ["NoSuchKey", "The specified key does not exist."],
  500: ["InternalError", "We encountered an internal error. Please try again."],
  503: ["SlowDown", "Please reduce your request rate."],
};

/** The error that S3 gives with `status`. */
export function s3Error(status: number): Answer {
  const [code, message] = byStatus[status] ?? ["Error", "The request failed."];
  return xml(status, code, message);
}

/** The URL's time has passed. */
export function requestHasExpired(expiredAt: Date, now: number): Answer {
  const times = `<Expires>${expiredAt.toISOString()}</Expires><ServerTime>${new Date(now).toISOString()}</ServerTime>`;
  return xml(403, "AccessDenied", "Request has expired", times);
}

/** The temporary token that signed the URL has died. */
export function tokenHasExpired(): Answer {
  return xml(400, "ExpiredToken", "The provided token has expired.");
}

export function signatureDoesNotMatch(): Answer {
  return xml(
    403,
    "SignatureDoesNotMatch",
    "The request signature we calculated does not match the signature you provided. Check your key and signing method.",
    `<AWSAccessKeyId>${CREDENTIAL_CANARY}</AWSAccessKeyId>`,
  );
}

function xml(status: number, code: string, message: string, details = ""): Answer {
  const body = `<?xml version="1.0" encoding="UTF-8"?>\n<Error><Code>${code}</Code><Message>${message}</Message>${details}${IDS}</Error>`;
  return { ...answer(status, "application/xml", body), framing: "chunked" };
}
