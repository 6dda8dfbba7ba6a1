/** Sees every wait that begins while a test runs: timers, signals with a time limit, and the limits of the AWS SDK's calls. */
import { S3Client } from "@aws-sdk/client-s3";
import { onTestFinished, vi } from "vitest";

/** Lambda lets no function run longer (ms): a wait that may outlast it never ends as it should. */
export const LONGEST_MS = 15 * 60_000;

/** What all of the SDK's clients send with. */
interface Handler {
  handle(...given: unknown[]): unknown;
  httpHandlerConfigs(): Readonly<Record<string, unknown>>;
}
const { requestHandler } = new S3Client({ region: "us-east-1" }).config;
const handlers: Handler = Object.getPrototypeOf(requestHandler);

/** The waits that began since this call, in ms, longest first. A client of the SDK without a limit waits without end. */
export function watchWaits(): () => readonly number[] {
  const timers = vi.spyOn(globalThis, "setTimeout");
  const signals = vi.spyOn(AbortSignal, "timeout");
  const calls = vi.spyOn(handlers, "handle");
  onTestFinished(() => {
    for (const spy of [timers, signals, calls]) spy.mockRestore();
  });
  const ofSdk = (handler: Handler): number[] => {
    const { connectionTimeout, requestTimeout, socketTimeout = 0 } = handler.httpHandlerConfigs();
    return [connectionTimeout, requestTimeout, socketTimeout].map((ms) => Number(ms ?? Infinity));
  };
  return () =>
    [
      ...timers.mock.calls.map(([, ms = 0]) => ms),
      ...signals.mock.calls.map(([ms]) => ms),
      ...new Set(calls.mock.contexts.flatMap((handler) => ofSdk(handler as Handler))),
    ].toSorted((a, b) => b - a);
}
