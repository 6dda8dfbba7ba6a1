/** Wires the `api` function; what archives and what reads the archive is loaded when it is first asked for. */
import { ENV } from "../../shared/names.ts";
import { once } from "../../shared/once.ts";
import { account, common, text, url } from "../common/environment.ts";
import { lambdaLogger } from "../common/lambda-log.ts";
import { requestQueue } from "../common/open-request-queue.ts";
import { settings } from "../common/wiring.ts";
import type { ApiDependencies } from "./dependencies.ts";

const shape = {
  ...common,
  ...account,
  [ENV.archiveBucket]: text,
  [ENV.stagingBucket]: text,
  [ENV.requestQueueUrl]: url,
  [ENV.holdQueueUrl]: url,
};

/** @throws UsageError naming what is wrong with the environment */
export async function wireApi(): Promise<ApiDependencies> {
  const given = settings(shape);
  const log = lambdaLogger(given[ENV.logLevel]);
  const openArchive = once(async () => (await import("../common/open-store.ts")).openArchive(given));
  const openIndex = once(async () => (await import("../common/open-index.ts")).openIndexKeeper(given, log));
  const archiver = once(async () => {
    const { openAccountArchiver } = await import("../archive/archiver.ts");
    const [{ store }, index] = [await openArchive(), await openIndex()];
    return openAccountArchiver({ settings: given, store, log, index });
  });
  const openHolds = once(async () => {
    const holds = await import("./holds-wiring.ts");
    return holds.openHolds(given, (await openArchive()).store);
  });
  return {
    orgId: given[ENV.orgId],
    queue: requestQueue(given),
    openArchive,
    openIndex,
    openHolds,
    openExports: once(async () => (await import("./export-runs.ts")).openExports()),
    archiveNow: async (request, options) => (await archiver())(request, options),
    log,
  };
}
