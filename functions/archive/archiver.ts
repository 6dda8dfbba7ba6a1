/** Wires the archive flow: LeadSquared in the account's pace, the keys in Secrets Manager, the archive on S3. */
import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { EventBridgeClient } from "@aws-sdk/client-eventbridge";
import { SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import { Agent } from "undici";
import { archiveTicket } from "../../shared/archive/archive-ticket.ts";
import { transferOpener } from "../../shared/archive/open-transfer.ts";
import { heldTickets } from "../../shared/holds/held-tickets.ts";
import { holdBook } from "../../shared/holds/hold-book.ts";
import type { Account } from "../../shared/leadsquared/account.ts";
import { createClient } from "../../shared/leadsquared/client.ts";
import { dynamoPacer } from "../../shared/leadsquared/dynamo-pacer.ts";
import { guardedAgent } from "../../shared/leadsquared/guarded-agent.ts";
import { secretsManagerCredentials } from "../../shared/leadsquared/secrets-manager.ts";
import type { Logger } from "../../shared/log.ts";
import { ENV } from "../../shared/names.ts";
import { announceReceipt } from "../../shared/requests/announce.ts";
import { eventBus } from "../../shared/requests/event-bus.ts";
import type { EventPublisher } from "../../shared/requests/event-publisher.ts";
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
export function openArchiver({ settings, store, log }: ArchiverParts): Archive {
  const orgId = settings[ENV.orgId];
  const attachmentHosts = settings[ENV.attachmentHosts];
  const account: Account = {
    orgId,
    tenantId: settings[ENV.tenantId] ?? orgId,
    baseUrl: settings[ENV.baseUrl],
    attachmentHosts,
  };
  const book = holdBook({ store, orgId, now: () => new Date(), changedFiles: undefined });
  const dependencies = {
    account,
    client: createClient({
      account,
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
      // HTTP/1.1, as for attachments: a body that breaks off over HTTP/2 may look whole.
      dispatcher: new Agent({ allowH2: false }),
      log,
    }),
    openTransfer: transferOpener({ attachmentHosts, dispatcher: guardedAgent(attachmentHosts) }),
    store,
    log,
    now: () => new Date(),
    isHeld: heldTickets({ book, now: () => Date.now() }),
  };
  return (request, options) => archiveTicket(dependencies, request, options);
}

/** As `openArchiver`; what became of the ticket is also told on the bus, before it is answered. */
export function openAnnouncingArchiver(
  parts: ArchiverParts & { readonly settings: { readonly [ENV.eventBus]: string } },
): Archive {
  const archive = openArchiver(parts);
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
