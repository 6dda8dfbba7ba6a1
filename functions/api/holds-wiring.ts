/** Opens the records of legal holds, which are in the archive, and connects to their queue. */
import { SQSClient } from "@aws-sdk/client-sqs";
import { holdProgress } from "../../shared/holds/hold-progress.ts";
import { holdRegister } from "../../shared/holds/hold-register.ts";
import { ENV } from "../../shared/names.ts";
import { sqsHoldQueue } from "../../shared/requests/sqs-hold-queue.ts";
import type { ObjectStore } from "../../shared/store/object-store.ts";
import { s3Client } from "../../shared/store/s3-client.ts";
import { s3LegalHold } from "../../shared/store/s3-legal-hold.ts";
import { SMALL_CALLS } from "../common/wiring.ts";
import type { OpenHolds } from "./dependencies.ts";

interface HoldSettings {
  readonly [ENV.orgId]: number;
  readonly [ENV.archiveBucket]: string;
  readonly [ENV.holdQueueUrl]: string;
}

export function openHolds(settings: HoldSettings, store: ObjectStore): OpenHolds {
  const bucket = settings[ENV.archiveBucket];
  const { changedFiles } = s3LegalHold({ client: s3Client(), bucket, prefix: "" });
  return {
    register: holdRegister({ store, orgId: settings[ENV.orgId], now: () => new Date(), changedFiles }),
    progress: holdProgress(store, settings[ENV.orgId]),
    queue: sqsHoldQueue({ client: new SQSClient(SMALL_CALLS), queueUrl: settings[ENV.holdQueueUrl] }),
  };
}
