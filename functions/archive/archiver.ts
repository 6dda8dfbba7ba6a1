/** Opens the archive flow on AWS: the account's pace in DynamoDB, its keys in Secrets Manager, the archive on S3. */
import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { EventBridgeClient } from "@aws-sdk/client-eventbridge";
import { SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import { openArchiver } from "../../shared/archive/archiver.ts";
import { dynamoPacer } from "../../shared/leadsquared/dynamo-pacer.ts";
import { secretsManagerCredentials } from "../../shared/leadsquared/secrets-manager.ts";
import type { Logger } from "../../shared/log.ts";
import { ENV } from "../../shared/names.ts";
import type { EventPublisher } from "../../shared/requests/announce.ts";
import { announceReceipt } from "../../shared/requests/announce.ts";
import { eventBus } from "../../shared/requests/event-bus.ts";
import type { ObjectStore } from "../../shared/store/object-store.ts";
import type { Archive } from "../common/archiver.ts";
import type { AccountSettings } from "../common/environment.ts";
import { SMALL_CALLS } from "../common/wiring.ts";

export interface ArchiverParts {
  readonly settings: AccountSettings;
  readonly store: ObjectStore;
  readonly log: Logger;
}

/** Nothing is asked of anybody before the first ticket. */
export function openAccountArchiver({ settings, store, log }: ArchiverParts): Archive {
  const orgId = settings[ENV.orgId];
  const { archive } = openArchiver({
    account: {
      orgId,
      tenantId: settings[ENV.tenantId] ?? orgId,
      baseUrl: settings[ENV.baseUrl],
      attachmentHosts: settings[ENV.attachmentHosts],
    },
    credentials: secretsManagerCredentials({
      client: new SecretsManagerClient(SMALL_CALLS),
      secretId: settings[ENV.credentialsSecret],
    }),
    pacer: dynamoPacer({
      client: new DynamoDBClient(SMALL_CALLS),
      table: settings[ENV.paceTable],
      account: String(orgId),
      log,
    }),
    store,
    log,
  });
  return archive;
}

/** As `openAccountArchiver`; what became of the ticket is also told on the bus, before it is answered. */
export function openAnnouncingArchiver(
  parts: ArchiverParts & { readonly settings: { readonly [ENV.eventBus]: string } },
): Archive {
  const archive = openAccountArchiver(parts);
  const events = openEventBus(parts.settings);
  return async (request, options) => {
    const receipt = await archive(request, options);
    await announceReceipt(events, receipt);
    return receipt;
  };
}

export function openEventBus(settings: { readonly [ENV.eventBus]: string }): EventPublisher {
  return eventBus({ client: new EventBridgeClient(SMALL_CALLS), busName: settings[ENV.eventBus] });
}
