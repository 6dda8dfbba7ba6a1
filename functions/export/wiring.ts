/** Wires the `export` function: it reads the archive and writes into the exports' bucket. */
import manifest from "../../package.json" with { type: "json" };
import { ENV } from "../../shared/names.ts";
import { s3Client } from "../../shared/store/s3-client.ts";
import { s3Output } from "../../shared/store/s3-output.ts";
import { common, text } from "../common/environment.ts";
import { lambdaLogger } from "../common/lambda-log.ts";
import { openStore, storeShape } from "../common/open-store.ts";
import { settings } from "../common/wiring.ts";
import type { ExportStepDependencies } from "./dependencies.ts";

const shape = {
  ...common,
  ...storeShape,
  [ENV.exportsBucket]: text,
  [ENV.cloudAccount]: text.optional(),
  // Lambda sets it.
  AWS_REGION: text.optional(),
};

/** @throws UsageError naming what is wrong with the environment */
export async function wireExport(): Promise<ExportStepDependencies> {
  const given = settings(shape);
  const client = s3Client();
  return {
    orgId: given[ENV.orgId],
    archive: openStore(given, client),
    output: s3Output(client, { bucket: given[ENV.exportsBucket], prefix: "exports" }),
    log: lambdaLogger(given[ENV.logLevel]),
    now: () => new Date(),
    cloud: { region: given["AWS_REGION"], account: given[ENV.cloudAccount] },
    tool: `ticketvault ${manifest.version}`,
  };
}
