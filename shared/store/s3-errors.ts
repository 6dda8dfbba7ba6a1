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
  const details = { cause: error };
  const status = statusOf(error);
  const name = error instanceof Error ? error.name : "unknown";
  if (name === "NoSuchBucket") {
    return new StoreError(
      "no-such-bucket",
      `${where}: the bucket does not exist; check its name and region`,
      details,
    );
  }
  if (status === 401 || status === 403 || name === "CredentialsProviderError") {
    const advice = "check the AWS credentials, their policy and the bucket's";
    return new StoreError("access-denied", `${where}: S3 refused (${name}); ${advice}`, details);
  }
  if (status === undefined) {
    return new StoreError("unreachable", `${where}: S3 is not reached (${name})`, {
      ...details,
      retryable: true,
    });
  }
  const busy = status >= 500 || status === 429 || status === CONFLICT || status === 408;
  const text = `${where}: S3 answers ${status} (${name})`;
  return new StoreError(busy ? "busy" : "failed", text, { ...details, retryable: busy });
}
