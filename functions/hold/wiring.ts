/** Wires the `hold` function. */
import type { HoldDependencies } from "../../shared/holds/apply-holds.ts";
import { holdRegister } from "../../shared/holds/hold-register.ts";
import { ENV } from "../../shared/names.ts";
import { s3Client } from "../../shared/store/s3-client.ts";
import { s3LegalHold } from "../../shared/store/s3-legal-hold.ts";
import { common } from "../common/environment.ts";
import { lambdaLogger } from "../common/lambda-log.ts";
import { openStore, storeShape } from "../common/open-store.ts";
import { settings } from "../common/wiring.ts";

/** @throws UsageError naming what is wrong with the environment */
export async function wireHold(): Promise<HoldDependencies> {
  const given = settings({ ...common, ...storeShape });
  const orgId = given[ENV.orgId];
  const client = s3Client();
  const store = openStore(given, client);
  const legalHold = s3LegalHold({ client, bucket: given[ENV.archiveBucket], prefix: "" });
  const { changedFiles } = legalHold;
  return {
    orgId,
    register: holdRegister({ store, orgId, now: () => new Date(), changedFiles }),
    legalHold,
    log: lambdaLogger(given[ENV.logLevel]),
  };
}
