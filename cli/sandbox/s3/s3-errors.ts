/** S3's error answers in XML, chunked as S3 sends them. */
import { CREDENTIAL_CANARY } from "../canary.ts";
import { type Answer, answer } from "../reply.ts";

const IDS = "<RequestId>0A49CE4060975EAC</RequestId><HostId>c2FuZGJveCBob3N0IGlk</HostId>";

/** Codes that S3 gives for a GET, and the status and message that come with each; the first of a status is usual. */
const codes: Readonly<Record<string, readonly [status: number, message: string]>> = {
  InvalidRequest: [400, "The request is not valid."],
  InvalidArgument: [400, "Invalid Argument"],
  ExpiredToken: [400, "The provided token has expired."],
  AccessDenied: [403, "Access Denied"],
  AllAccessDisabled: [403, "All access to this object has been disabled"],
  InvalidObjectState: [403, "The operation is not valid for the object's storage class"],
  RequestTimeTooSkewed: [403, "The difference between the request time and the current time is too large."],
  SignatureDoesNotMatch: [
    403,
    "The request signature we calculated does not match the signature you provided. Check your key and signing method.",
  ],
  NoSuchKey: [404, "The specified key does not exist."],
  NoSuchBucket: [404, "The specified bucket does not exist"],
  MethodNotAllowed: [405, "The specified method is not allowed against this resource."],
  InternalError: [500, "We encountered an internal error. Please try again."],
  SlowDown: [503, "Please reduce your request rate."],
};

/** The error that S3 usually gives with `status`; without a body for 304. */
export function s3Error(status: number): Answer {
  if (status === 304) return answer(status, "application/xml", "");
  const code = Object.keys(codes).find((name) => codes[name]?.[0] === status);
  return s3Code(code ?? "Error", status);
}

/** The error with this code, known to the sandbox or not. @param status that of S3, or 403, unless said */
export function s3Code(
  code: string,
  status?: number,
  more: { message?: string; details?: string } = {},
): Answer {
  const [usual, usualMessage] = codes[code] ?? [403, "The request failed."];
  const { message = usualMessage, details = "" } = more;
  const body = `<?xml version="1.0" encoding="UTF-8"?>\n<Error><Code>${code}</Code><Message>${message}</Message>${details}${IDS}</Error>`;
  return { ...answer(status ?? usual, "application/xml", body), framing: "chunked" };
}

/** The URL's time has passed. */
export function requestHasExpired(expiredAt: Date, now: number): Answer {
  const times = `<Expires>${expiredAt.toISOString()}</Expires><ServerTime>${new Date(now).toISOString()}</ServerTime>`;
  return s3Code("AccessDenied", 403, { message: "Request has expired", details: times });
}

export function signatureDoesNotMatch(): Answer {
  return s3Code("SignatureDoesNotMatch", 403, {
    details: `<AWSAccessKeyId>${CREDENTIAL_CANARY}</AWSAccessKeyId>`,
  });
}
