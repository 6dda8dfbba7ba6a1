/** Opens the archive flow on AWS: the account's pace in DynamoDB, its keys in Secrets Manager, the archive on S3. */
import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import { openArchiver } from "../../shared/archive/archiver.ts";
import { dynamoPacer } from "../../shared/leadsquared/dynamo-pacer.ts";
import { secretsManagerCredentials } from "../../shared/leadsquared/secrets-manager.ts";
import type { Logger } from "../../shared/log.ts";
import { ENV } from "../../shared/names.ts";
import type { ObjectStore } from "../../shared/store/object-store.ts";
import type { IndexKeeper } from "../../shared/sync/keep-index.ts";
import type { Archive } from "../common/archiver.ts";
import type { AccountSettings } from "../common/environment.ts";
import { paceLimits } from "../common/pace-limits.ts";
import { SMALL_CALLS } from "../common/wiring.ts";

export interface ArchiverParts {
  readonly settings: AccountSettings;
  readonly store: ObjectStore;
  readonly log: Logger;
  readonly index: IndexKeeper;
}

/** Nothing is asked of anybody before the first ticket. */
export function openAccountArchiver({ settings, store, log, index }: ArchiverParts): Archive {
  const orgId = settings[ENV.orgId];
  const { archive } = openArchiver({
    account: {
      orgId,
      tenantId: settings[ENV.tenantId] ?? orgId,
      baseUrl: settings[ENV.baseUrl],
      attachmentHosts: settings[ENV.attachmentHosts],
      detailsPath: settings[ENV.detailsPath],
    },
    credentials: secretsManagerCredentials({
      client: new SecretsManagerClient(SMALL_CALLS),
      secretId: settings[ENV.credentialsSecret],
    }),
    pacer: dynamoPacer({
      client: new DynamoDBClient(SMALL_CALLS),
      table: settings[ENV.paceTable],
      account: String(orgId),
      limits: paceLimits(settings),
      log,
    }),
    store,
    log,
    onSeen: index.seen,
  });
  return archive;
}
