/** The one place that reads the environment, and what all functions make of it. */
import type * as z from "zod";
import { readEnvironment } from "./environment.ts";

/** @throws UsageError as `readEnvironment` */
export function settings<Shape extends z.ZodRawShape>(shape: Shape): z.output<z.ZodObject<Shape>> {
  return readEnvironment(shape, process.env);
}

/**
 * For clients of AWS whose calls are small: a call that hangs must end within the time that a function keeps for handing
 * work back. The SDK tries again by itself, on a fresh connection, when a kept one went stale while Lambda was frozen.
 * Addresses other than AWS's own come from the SDK's variables, `AWS_ENDPOINT_URL_SQS` and the like.
 */
export const SMALL_CALLS = {
  maxAttempts: 3,
  requestHandler: { connectionTimeout: 1_000, requestTimeout: 2_500, throwOnRequestTimeout: true },
};
