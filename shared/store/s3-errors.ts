/** Turns what S3 answers into the store's errors, and tries again where S3 asks for it. */
import { S3ServiceException } from "@aws-sdk/client-s3";
import pRetry from "p-retry";
import { StoreError, TicketvaultError } from "../errors.ts";

const CONFLICT = 409;
const CONFLICT_RETRIES = 8;

export function statusOf(error: unknown): number | undefined {
  return error instanceof S3ServiceException ? error.$metadata.httpStatusCode : undefined;
}

export function isNamed(error: unknown, ...names: string[]): boolean {
  return error instanceof S3ServiceException && names.includes(error.name);
}

/** What the SDK calls an error without a body, as HEAD's are: it may be any of those that have a name elsewhere. */
const NAMELESS = "Unknown";

/** What S3 and KMS behind it say to who asks too often; some of it comes with the status 400. */
const THROTTLED = [
  "SlowDown",
  "TooManyRequests",
  "Throttling",
  "ThrottlingException",
  "KMS.ThrottlingException",
  "RequestLimitExceeded",
];

export function isThrottled(error: unknown): boolean {
  return isNamed(error, ...THROTTLED);
}

/**
 * Sends a request of the store. A 409 on a conditional write means that another write of the key was under way: S3's
 * documentation says to send it again, which the SDK does not do by itself.
 * @throws StoreError with a code of the port; what a stream being staged throws passes through untouched
 */
export async function s3Call<T>(send: () => Promise<T>, where: string): Promise<T> {
  try {
    return await pRetry(send, {
      retries: CONFLICT_RETRIES,
      minTimeout: 20,
      maxTimeout: 1_000,
      randomize: true,
      shouldRetry: ({ error }) => statusOf(error) === CONFLICT,
    });
  } catch (error) {
    throw error instanceof TicketvaultError ? error : storeError(error, where);
  }
}

/** As `s3Call`, with undefined where S3 says that the key, or the object, is not there. */
export async function unlessAbsent<T>(send: () => Promise<T>, where: string): Promise<T | undefined> {
  return s3Call(async () => {
    try {
      return await send();
    } catch (error) {
      // HEAD answers 404 without a body, hence without a name; a missing bucket keeps its own.
      if (statusOf(error) === 404 && !isNamed(error, "NoSuchBucket")) return undefined;
      throw error;
    }
  }, where);
}

function storeError(error: unknown, where: string): StoreError {
  const status = statusOf(error);
  const name = error instanceof Error ? error.name : "unknown";
  const failure = (code: string, text: string, retryable = false): StoreError =>
    new StoreError(code, `${where}: ${text}`, { cause: error, retryable });

  if (name === "NoSuchBucket") {
    return failure("no-such-bucket", "the bucket does not exist; check its name and region");
  }
  if (status === 400 && name === NAMELESS) {
    const advice =
      "check that the bucket's KMS key is enabled, not pending deletion, and yours, and that the AWS credentials have not expired";
    return failure("access-denied", `S3 answers 400 and gives no reason; ${advice}`, true);
  }
  // Where the credentials are a function's or a role's, the next try takes new ones.
  if (name === "ExpiredToken") return failure("access-denied", "the AWS credentials have expired", true);
  if (status === 401 || status === 403 || name === "CredentialsProviderError") {
    const advice = "check the AWS credentials, their policy and the bucket's";
    return failure("access-denied", `S3 refused (${name}); ${advice}`);
  }
  if (status === undefined) return failure("unreachable", `S3 is not reached (${name})`, true);
  const answer = `S3 answers ${status} (${name})`;
  const busy = status >= 500 || [408, CONFLICT, 429].includes(status) || isThrottled(error);
  if (busy) return failure("busy", answer, true);
  if (name.startsWith("KMS.")) {
    const advice =
      "the bucket's KMS key cannot be used; check that it is enabled, not pending deletion, and yours";
    return failure("access-denied", `${answer}: ${advice}`);
  }
  return failure("failed", answer);
}
