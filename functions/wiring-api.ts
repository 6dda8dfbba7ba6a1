/** Wires the `api` function; what archives and what reads the archive is loaded when it is first asked for. */
import { ENV } from "../shared/names.ts";
import type { ApiDependencies } from "./api/dependencies.ts";
import { account, common, text, url } from "./environment.ts";
import { lambdaLogger } from "./lambda-log.ts";
import { once } from "./once.ts";
import { settings } from "./wiring.ts";
import { requestQueue } from "./wiring-request-queue.ts";

const shape = {
  ...common,
  ...account,
  [ENV.archiveBucket]: text,
  [ENV.stagingBucket]: text,
  [ENV.eventBus]: text,
  [ENV.requestQueueUrl]: url,
  [ENV.holdQueueUrl]: url,
};

/** @throws UsageError naming what is wrong with the environment */
export async function wireApi(): Promise<ApiDependencies> {
  const given = settings(shape);
  const log = lambdaLogger(given[ENV.logLevel]);
  const openArchive = once(async () => (await import("./wiring-store.ts")).openArchive(given));
  const archiver = once(async () => {
    const { openAnnouncingArchiver } = await import("./wiring-archive-flow.ts");
    const { store } = await openArchive();
    return openAnnouncingArchiver({ settings: given, store, log });
  });
  const openHolds = once(async () => {
    const holds = await import("./wiring-hold-queue.ts");
    return holds.openHolds(given, (await openArchive()).store);
  });
  return {
    orgId: given[ENV.orgId],
    queue: requestQueue(given),
    openArchive,
    openHolds,
    openExports: once(async () => (await import("./wiring-export-runs.ts")).openExports()),
    archiveNow: async (request, options) => (await archiver())(request, options),
    log,
  };
}
