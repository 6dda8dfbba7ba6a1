/** Wires the `export` function: it reads the archive and writes into the exports' bucket. */
import manifest from "../package.json" with { type: "json" };
import { ENV } from "../shared/names.ts";
import { s3Client } from "../shared/store/s3-client.ts";
import { s3Output } from "../shared/store/s3-output.ts";
import { common, text } from "./environment.ts";
import type { ExportFunction } from "./export/handler.ts";
import { lambdaLogger } from "./lambda-log.ts";
import { settings } from "./wiring.ts";
import { openStore, storeShape } from "./wiring-store.ts";

const shape = { ...common, ...storeShape, [ENV.exportsBucket]: text };

/** @throws UsageError naming what is wrong with the environment */
export async function wireExport(): Promise<ExportFunction> {
  const given = settings(shape);
  const client = s3Client();
  return {
    orgId: given[ENV.orgId],
    archive: openStore(given, client),
    output: s3Output(client, { bucket: given[ENV.exportsBucket], prefix: "exports" }),
    log: lambdaLogger(given[ENV.logLevel]),
    now: () => new Date(),
    tool: `ticketvault ${manifest.version}`,
  };
}
