/** Wires the archive flow of one account: the API's client, guarded downloads, legal holds. Everybody's one wiring. */
import { heldTickets } from "../holds/held-tickets.ts";
import { holdRegister } from "../holds/hold-register.ts";
import type { Account, CredentialsReader } from "../leadsquared/account.ts";
import { type ClientLimits, createClient } from "../leadsquared/client.ts";
import { guardedAgent } from "../leadsquared/guarded-agent.ts";
import type { Pacer } from "../leadsquared/pacer.ts";
import type { TransferLimits } from "../leadsquared/transfer.ts";
import type { Logger } from "../log.ts";
import { httpAgent, type Proxies } from "../proxies.ts";
import type { ObjectStore } from "../store/object-store.ts";
import { withStorageRoot } from "../store/storage-root.ts";
import { type ArchiveOptions, archiveTicket } from "./archive-ticket.ts";
import { detailsReader } from "./details.ts";
import { transferOpener } from "./open-transfer.ts";
import type { Receipt } from "./receipt.ts";
import type { ArchiveRequest } from "./request.ts";
import type { OnSeen } from "./seen-ticket.ts";

/** Limits and a clock other than the product's own; only tests set them. */
export interface Tuning {
  readonly client?: Partial<ClientLimits>;
  readonly transfer?: Partial<TransferLimits>;
  /** As in `ArchiveDependencies`. */
  readonly backoffMs?: number;
  readonly now?: () => Date;
}

export interface ArchiverParts {
  readonly account: Account;
  readonly credentials: CredentialsReader;
  /** Of the account: shared with whoever else calls LeadSquared for it. */
  readonly pacer: Pacer;
  readonly store: ObjectStore;
  readonly log: Logger;
  /** As in `ArchiveDependencies`. */
  readonly onSeen?: OnSeen;
  /** What calls of LeadSquared and its files go through; nothing when undefined. */
  readonly proxies?: Proxies | undefined;
  readonly tuning?: Tuning;
}

/** `archiveTicket`, wired. Disposing of it closes its connections. */
export interface Archiver extends AsyncDisposable {
  /** @throws what `archiveTicket` throws */
  archive(request: ArchiveRequest, options?: ArchiveOptions): Promise<Receipt>;
}

/** Nothing is asked of anybody before the first ticket. @throws UsageError when the account cannot be used */
export function openArchiver(parts: ArchiverParts): Archiver {
  const { account, credentials, pacer, log, tuning = {} } = parts;
  const { orgId, attachmentHosts } = account;
  const store = withStorageRoot(parts.store, orgId);
  const { client: limits = {}, transfer = {}, now = () => new Date() } = tuning;
  const api = httpAgent(parts.proxies);
  const attachments = guardedAgent(attachmentHosts, { proxies: parts.proxies });
  const register = holdRegister({ store: parts.store, orgId, now, changedFiles: undefined });
  const client = createClient({ account, credentials, pacer, dispatcher: api, log, limits });
  const dependencies = {
    account,
    client,
    details: detailsReader(client, log),
    openTransfer: transferOpener({ attachmentHosts, dispatcher: attachments, limits: transfer }),
    store,
    log,
    now,
    isHeld: heldTickets({ register, now: () => Date.now() }),
    backoffMs: tuning.backoffMs,
    onSeen: parts.onSeen,
  };
  return {
    archive: (request, options) => archiveTicket(dependencies, request, options),
    async [Symbol.asyncDispose]() {
      await Promise.all([api.destroy(), attachments.destroy()]);
    },
  };
}
