/** Wires the `hold` function. */
import { SQSClient } from "@aws-sdk/client-sqs";
import { holdProgress } from "../../shared/holds/hold-progress.ts";
import { holdRegister } from "../../shared/holds/hold-register.ts";
import { ENV } from "../../shared/names.ts";
import { sqsGoOn } from "../../shared/requests/sqs-hold-queue.ts";
import { s3Client } from "../../shared/store/s3-client.ts";
import { s3LegalHold } from "../../shared/store/s3-legal-hold.ts";
import { common, url } from "../common/environment.ts";
import { lambdaLogger } from "../common/lambda-log.ts";
import { openStore, storeShape } from "../common/open-store.ts";
import { SMALL_CALLS, settings } from "../common/wiring.ts";
import type { HoldFunctionDependencies } from "./handler.ts";

/** @throws UsageError naming what is wrong with the environment */
export async function wireHold(): Promise<HoldFunctionDependencies> {
  const given = settings({ ...common, ...storeShape, [ENV.holdQueueUrl]: url });
  const orgId = given[ENV.orgId];
  const client = s3Client();
  const store = openStore(given, client);
  const legalHold = s3LegalHold({ client, bucket: given[ENV.archiveBucket], prefix: "" });
  const { changedFiles } = legalHold;
  return {
    orgId,
    register: holdRegister({ store, orgId, now: () => new Date(), changedFiles }),
    legalHold,
    progress: holdProgress(store, orgId),
    goOn: sqsGoOn({ client: new SQSClient(SMALL_CALLS), queueUrl: given[ENV.holdQueueUrl] }),
    log: lambdaLogger(given[ENV.logLevel]),
  };
}
