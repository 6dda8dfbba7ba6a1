/** Wires the `archive` function. */
import { ENV } from "../../shared/names.ts";
import { once } from "../../shared/once.ts";
import { account, common, text, url } from "../common/environment.ts";
import { lambdaLogger } from "../common/lambda-log.ts";
import { openEventBus } from "../common/open-event-bus.ts";
import { openIndexKeeper } from "../common/open-index.ts";
import { openStore, storeShape } from "../common/open-store.ts";
import { settings } from "../common/wiring.ts";
import { openAccountArchiver } from "./archiver.ts";
import type { ArchiveDependencies } from "./dependencies.ts";

const shape = {
  ...common,
  ...account,
  ...storeShape,
  [ENV.eventBus]: text,
  [ENV.requestQueueUrl]: url,
  [ENV.deadLetterQueueUrl]: url,
};

/** @throws UsageError naming what is wrong with the environment */
export async function wireArchive(): Promise<ArchiveDependencies> {
  const given = settings(shape);
  const log = lambdaLogger(given[ENV.logLevel]);
  // Asked for when something failed, or by the schedule: loading SQS's client is no part of a cold start then.
  const queues = once(async () => {
    const { receivedMessages, requestQueue } = await import("../common/open-request-queue.ts");
    return { messages: receivedMessages(given), queue: requestQueue(given) };
  });
  const index = openIndexKeeper(given, log);
  return {
    orgId: given[ENV.orgId],
    archive: openAccountArchiver({ settings: given, store: openStore(given), log, index }),
    index,
    events: openEventBus(given),
    messages: {
      postpone: async (receiptHandle, seconds) => (await queues()).messages.postpone(receiptHandle, seconds),
      renew: async (body, seconds) => (await queues()).messages.renew(body, seconds),
      giveUp: async (body, code) => (await queues()).messages.giveUp(body, code),
    },
    queue: { sendAll: async (requests) => (await queues()).queue.sendAll(requests) },
    log,
  };
}
