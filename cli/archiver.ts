/** Opens the archive flow of one account; apart from the wiring, so that who only reads loads no HTTP client. */
import { openArchiver } from "../shared/archive/archiver.ts";
import type { Receipt } from "../shared/archive/receipt.ts";
import { searchKeeper } from "../shared/catalogue/keep-search.ts";
import type { Account, CredentialsReader } from "../shared/leadsquared/account.ts";
import type { Pacer } from "../shared/leadsquared/pacer.ts";
import type { Logger } from "../shared/log.ts";
import { once } from "../shared/once.ts";
import type { Proxies } from "../shared/proxies.ts";
import { indexKeeper } from "../shared/sync/keep-index.ts";
import { type IndexPlace, openIndex } from "./index-settings.ts";
import { openSearch } from "./search-settings.ts";
import type { OpenStore } from "./wiring.ts";

/** The longest wait for a call (ms) of a command that somebody waits for; a longer one is told of at once instead. */
export const PATIENCE_MS = 10 * 60 * 1000;

export interface ArchiverSettings {
  readonly account: Account;
  readonly credentials: CredentialsReader;
  readonly opened: Pick<OpenStore, "store" | "checkStaging">;
  readonly pacer: Pacer;
  /** The longest wait for a call, in ms. */
  readonly patienceMs: number;
  readonly log: Logger;
  /** Of the network of this machine; undefined where there are none. */
  readonly proxies: Proxies | undefined;
  /** The index of tickets and that of words, which are kept up to date. */
  readonly index: IndexPlace;
}

/** Why and by whom tickets are archived; stands in each version. */
interface Mandate {
  readonly reason: string;
  readonly requestedBy: string;
  /** As in `ArchiveRequest`. */
  readonly byHand?: boolean;
}

/** The archive flow of one account. */
export interface LocalArchiver extends AsyncDisposable {
  archive(ticketId: number, mandate: Mandate, signal: AbortSignal): Promise<Receipt>;
}

/** @throws UsageError where files cannot be staged; StoreError where that cannot be asked */
export async function openLocalArchiver(settings: ArchiverSettings): Promise<LocalArchiver> {
  const { account, credentials, opened, pacer, patienceMs, log } = settings;
  await opened.checkStaging();
  const { orgId } = account;
  const closing = new DisposableStack();
  const index = once(async () => closing.use(await openIndex(settings.index)));
  const keeper = indexKeeper({ index, now: Date.now, log });
  const words = once(async () => closing.use(openSearch(settings.index.words)));
  const wordsSeen = searchKeeper({ orgId, index: words, log });
  const archiver = openArchiver({
    account,
    credentials,
    pacer,
    store: opened.store,
    log,
    onSeen: async (ticket, head) => {
      await keeper.seen(ticket);
      await wordsSeen(ticket, head);
    },
    proxies: settings.proxies,
  });
  return {
    async archive(ticketId, mandate, signal) {
      const request = { orgId, ticketId, ...mandate };
      try {
        return await archiver.archive(request, { signal, patienceMs });
      } catch (error) {
        if (!signal.aborted) await keeper.failed(ticketId, error);
        throw error;
      }
    },
    async [Symbol.asyncDispose]() {
      await archiver[Symbol.asyncDispose]();
      closing.dispose();
    },
  };
}
