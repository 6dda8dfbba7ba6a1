/** Sends requests of the store: what fails becomes one of the store's errors, and what S3 wants again is sent again. */
import pRetry from "p-retry";
import { TicketvaultError } from "../errors.ts";
import { saysAbsent, statusOf } from "./s3-answers.ts";
import { storeError } from "./s3-failures.ts";

const CONFLICT = 409;
const CONFLICT_RETRIES = 8;

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
export async function unlessAbsent<T>(
  send: () => Promise<T>,
  where: string,
  method: "GET" | "HEAD" = "GET",
): Promise<T | undefined> {
  return s3Call(async () => {
    try {
      return await send();
    } catch (error) {
      if (saysAbsent(error, method)) return undefined;
      throw error;
    }
  }, where);
}
