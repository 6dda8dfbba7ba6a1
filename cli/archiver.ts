/** Opens the archive flow of one account; apart from the wiring, so that who only reads loads no HTTP client. */
import type { ArchiveOptions } from "../shared/archive/archive-ticket.ts";
import { openArchiver } from "../shared/archive/archiver.ts";
import type { Receipt } from "../shared/archive/receipt.ts";
import type { Account, CredentialsReader } from "../shared/leadsquared/account.ts";
import { localPacer } from "../shared/leadsquared/local-pacer.ts";
import type { Logger } from "../shared/log.ts";
import type { OpenStore } from "./wiring.ts";

/** Longer waits, which LeadSquared can ask for, are told of at once instead. */
const LONGEST_WAIT_MS = 10 * 60 * 1000;

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
  /** As in `ArchiveRequest`. */
  readonly byHand?: boolean;
}

/** The archive flow of one account, paced by this process alone. */
export interface LocalArchiver extends AsyncDisposable {
  archive(
    ticketId: number,
    mandate: Mandate,
    signal: AbortSignal,
    options?: Pick<ArchiveOptions, "doubtEmptied">,
  ): Promise<Receipt>;
}

export function openLocalArchiver({ account, credentials, opened, log }: ArchiverSettings): LocalArchiver {
  const { orgId } = account;
  const archiver = openArchiver({ account, credentials, pacer: localPacer(), store: opened.store, log });
  return {
    archive: (ticketId, mandate, signal, options) =>
      archiver.archive({ orgId, ticketId, ...mandate }, { signal, patienceMs: LONGEST_WAIT_MS, ...options }),
    [Symbol.asyncDispose]: () => archiver[Symbol.asyncDispose](),
  };
}
