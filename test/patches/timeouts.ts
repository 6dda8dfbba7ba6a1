/** Patches that make each timeout a thousand times as long: whoever waits so long is dead before. */
import type { Patch } from "./patch.ts";

const WIRINGS = ["functions/archive-wiring", "cli/archive-wiring"];
const FUNCTIONS = ["functions/archive-wiring"];

/** `text` stands once in the file and ends with a number of milliseconds, or with a product of them. */
const TIMEOUTS: readonly [file: string, text: string, tests: readonly string[]][] = [
  // In a function the run's own deadline comes first.
  ["shared/leadsquared/client.ts", "deadlineMs: 30_000", ["cli/archive-wiring"]],
  ["shared/leadsquared/transfer.ts", "graceMs: 30_000", WIRINGS],
  ["shared/leadsquared/transfer.ts", "deadlineMs: 15 * 60_000", WIRINGS],
  ["shared/leadsquared/dynamo-pacer.ts", "PATIENCE_MS = 5000", FUNCTIONS],
  ["shared/leadsquared/retry-after.ts", "LONGEST_MS = 24 * 60 * 60 * 1000", ["leadsquared/retry-after"]],
  ["shared/holds/held-tickets.ts", "KEPT_MS = 60_000", ["holds/holds"]],
  ["shared/store/s3-client.ts", "connectMs: 5_000", FUNCTIONS],
  ["shared/store/s3-client.ts", "idleMs: 60_000", FUNCTIONS],
  ["shared/store/s3-client.ts", "tryMs: 300_000", FUNCTIONS],
  ["shared/store/lock.ts", "PATIENCE_MS = 30_000", ["store/lock"]],
  ["functions/common/wiring.ts", "connectionTimeout: 1_000", FUNCTIONS],
  ["functions/common/wiring.ts", "requestTimeout: 2_500", FUNCTIONS],
  ["functions/archive/handler.ts", "RESERVE_MS = 10_000", FUNCTIONS],
  ["functions/api/archive-ticket.ts", "KEPT_FOR_ANSWERING_MS = 3_000", ["functions/api-archive"]],
  ["functions/export/handler.ts", "KEPT_MS = 15_000", ["functions/export"]],
  ["functions/hold/handler.ts", "RESERVE_MS = 5_000", ["functions/hold"]],
  ["functions/verify/handler.ts", "RESERVE_MS = 60_000", ["verify/verification"]],
  ["functions/webhook/handler.ts", "RESERVE_MS = 1_000", ["functions/webhook"]],
  ["functions/webhook/secret.ts", "REREAD_MS = 60_000", ["functions/webhook-secret"]],
  ["functions/webhook/secret.ts", "REREAD_AFTER_FAILURE_MS = 1_000", ["functions/webhook-secret"]],
];

export const timeoutPatches = TIMEOUTS.map(
  ([file, from, tests]): Patch => ({
    name: `${from} in ${file} is a thousand times as long`,
    file,
    from,
    to: `${from} * 1_000`,
    killedBy: tests.map((test) => `test/${test}.test.ts`),
  }),
);
