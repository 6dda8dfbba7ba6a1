/** Takes the census of an account: reads the index of tickets, lists the archive's folders, and notes the end of the ledger. */
import { inventoryKey, ticketPlace } from "../archive/place.ts";
import { CENSUS_SCHEMA, type Census, wrongSum } from "../census-record.ts";
import { IntegrityError } from "../errors.ts";
import { parseNumberedName, storageRootKey } from "../keys.ts";
import { ledgerHead } from "../ledger/ledger-head.ts";
import { lastName } from "../ocfl/tree.ts";
import type { ObjectStore } from "../store/object-store.ts";
import type { TicketIndex } from "../sync/ticket-index.ts";
import { countNumbers, type Seen } from "./count-numbers.ts";

export interface CensusOptions {
  readonly orgId: number;
  readonly store: ObjectStore;
  readonly index: TicketIndex;
  readonly now: () => Date;
  /** Name and version of the program: `ticketvault 0.1.0`. */
  readonly tool: string;
  readonly requestedBy: string;
  readonly signal: AbortSignal;
}

/** Numbers that are looked at again one by one, some 30 ms each: a ticket that is being archived is one for a moment. */
const LOOKED_AGAIN = 1000;

/**
 * The folders are listed before the index is read, so that a ticket which is archived meanwhile is looked at again, and not
 * taken for one that the vault lost. Nothing is written.
 * @throws StoreError, IntegrityError for a last ledger entry that is none, what the index throws, the signal's reason
 */
export async function takeCensus(options: CensusOptions): Promise<Census> {
  const { orgId, store, index, now, tool, requestedBy, signal } = options;
  const begun = now();
  const ledger = await ledgerHead(store, orgId);
  const { folders: found } = await store.children(storageRootKey(orgId));
  const folders = found
    .flatMap((folder) => parseNumberedName(lastName(folder)) ?? [])
    .toSorted((a, b) => a - b);
  const highest = Math.max(await index.highest(), folders.at(-1) ?? 0);
  let lookedAgain = 0;
  const lookAgain = async (ticketId: number): Promise<Seen | undefined> => {
    if (lookedAgain === LOOKED_AGAIN) return undefined;
    lookedAgain += 1;
    const [entry, root] = await Promise.all([
      index.read(ticketId),
      store.stat(inventoryKey(ticketPlace(store, orgId, ticketId))),
    ]);
    return { entry, isInVault: root !== undefined };
  };
  const { entries, ...counted } = await countNumbers({
    highest,
    entries: highest === 0 ? none() : index.entries({ from: 1, to: highest }),
    folders,
    at: begun.getTime(),
    lookAgain,
    signal,
  });
  const census: Census = {
    schema: CENSUS_SCHEMA,
    orgId,
    at: begun.toISOString(),
    endedAt: now().toISOString(),
    ...{ tool, requestedBy },
    index: { location: index.location, entries },
    vault: { location: store.location, tickets: folders.length, lookedAgain },
    ledger: ledger ?? null,
    highest,
    ...counted,
  };
  const wrong = wrongSum(census);
  if (wrong === undefined) return census;
  throw new IntegrityError("census-altered", `The census does not add up (${wrong}): it was not written.`);
}

async function* none(): AsyncGenerator<never> {}
