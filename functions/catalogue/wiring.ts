/** Wires the `catalogue` function: it reads the archive and writes into the catalogue's bucket. */
import { ENV } from "../../shared/names.ts";
import { s3Store } from "../../shared/store/s3.ts";
import { s3Client } from "../../shared/store/s3-client.ts";
import { common, text } from "../common/environment.ts";
import { lambdaLogger } from "../common/lambda-log.ts";
import { openStore, storeShape } from "../common/open-store.ts";
import { settings } from "../common/wiring.ts";
import type { CatalogueDependencies } from "./dependencies.ts";

const shape = { ...common, ...storeShape, [ENV.catalogueBucket]: text };

/** @throws UsageError naming what is wrong with the environment */
export async function wireCatalogue(): Promise<CatalogueDependencies> {
  const given = settings(shape);
  const client = s3Client();
  const bucket = given[ENV.catalogueBucket];
  return {
    orgId: given[ENV.orgId],
    vault: openStore(given, client),
    // Nothing is staged for it: its files are small, and written on a condition.
    catalogue: s3Store({ client, bucket, prefix: "", staging: { bucket, prefix: ".staging" } }),
    log: lambdaLogger(given[ENV.logLevel]),
  };
}
