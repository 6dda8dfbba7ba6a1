/** Makes the archive flow of one account out of settings; apart from the wiring, so that who only reads loads no HTTP client. */
import { Agent } from "undici";
import { archiveTicket } from "../shared/archive/archive-ticket.ts";
import { transferOpener } from "../shared/archive/open-transfer.ts";
import type { Receipt } from "../shared/archive/receipt.ts";
import { heldTickets } from "../shared/holds/held-tickets.ts";
import { holdBook } from "../shared/holds/hold-book.ts";
import type { Account, CredentialsReader } from "../shared/leadsquared/account.ts";
import { createClient } from "../shared/leadsquared/client.ts";
import { guardedAgent } from "../shared/leadsquared/guarded-agent.ts";
import { localPacer } from "../shared/leadsquared/local-pacer.ts";
import type { Logger } from "../shared/log.ts";
import type { OpenStore } from "./wiring.ts";

export interface ArchiverSettings {
  readonly account: Account;
  readonly credentials: CredentialsReader;
  readonly opened: Pick<OpenStore, "store">;
  readonly log: Logger;
}

/** Why and by whom tickets are archived; stands in each version. */
interface Mandate {
  readonly reason: string;
  readonly requestedBy: string;
}

/** The archive flow of one account, with one clock for all its calls. */
export interface Archiver extends AsyncDisposable {
  archive(ticketId: number, mandate: Mandate, signal: AbortSignal): Promise<Receipt>;
}

export function openArchiver({ account, credentials, opened, log }: ArchiverSettings): Archiver {
  const { orgId, attachmentHosts } = account;
  const api = new Agent({ allowH2: false });
  const attachments = guardedAgent(attachmentHosts);
  const { store } = opened;
  const book = holdBook({ store, orgId, now: () => new Date(), changedFiles: undefined });
  const dependencies = {
    account,
    client: createClient({ account, credentials, pacer: localPacer(), dispatcher: api, log }),
    openTransfer: transferOpener({ attachmentHosts, dispatcher: attachments }),
    store,
    log,
    now: () => new Date(),
    isHeld: heldTickets({ book, now: () => Date.now() }),
  };
  return {
    archive: (ticketId, mandate, signal) =>
      archiveTicket(dependencies, { orgId, ticketId, ...mandate }, { signal }),
    async [Symbol.asyncDispose]() {
      await Promise.all([api.destroy(), attachments.destroy()]);
    },
  };
}
