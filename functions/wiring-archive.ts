/** Wires the `archive` function. */
import { ENV } from "../shared/names.ts";
import type { ArchiveFunction } from "./archive/handler.ts";
import { account, common, text, url } from "./environment.ts";
import { lambdaLogger } from "./lambda-log.ts";
import { once } from "./once.ts";
import { settings } from "./wiring.ts";
import { openArchiver, openEventBus } from "./wiring-archive-flow.ts";
import { openStore, storeShape } from "./wiring-store.ts";

const shape = {
  ...common,
  ...account,
  ...storeShape,
  [ENV.eventBus]: text,
  [ENV.requestQueueUrl]: url,
  [ENV.deadLetterQueueUrl]: url,
  [ENV.maxReceives]: text.regex(/^[1-9]\d{0,2}$/, "is no whole number from 1 to 999").transform(Number),
};

/** @throws UsageError naming what is wrong with the environment */
export async function wireArchive(): Promise<ArchiveFunction> {
  const given = settings(shape);
  const log = lambdaLogger(given[ENV.logLevel]);
  // Asked for when something failed: loading SQS's client is no part of a cold start then.
  const messages = once(async () => (await import("./wiring-request-queue.ts")).receivedMessages(given));
  return {
    orgId: given[ENV.orgId],
    archive: openArchiver({ settings: given, store: openStore(given), log }),
    events: openEventBus(given),
    messages: {
      postpone: async (receiptHandle, seconds) => (await messages()).postpone(receiptHandle, seconds),
      giveUp: async (body, code) => (await messages()).giveUp(body, code),
    },
    log,
    maxReceives: given[ENV.maxReceives],
  };
}
