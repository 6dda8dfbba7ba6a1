/** Finds the tickets of which a file is altered or missing before anything is packed, so that they can be left out. */
import { IntegrityError } from "../errors.ts";
import { forAll } from "../for-all.ts";
import type { ObjectStore } from "../store/object-store.ts";
import { Bag } from "./bag.ts";
import { openPinned } from "./open-pinned.ts";
import { packObject } from "./pack-object.ts";
import type { LeftOut, PinnedTicket } from "./plan.ts";
import type { AddEntry } from "./zip.ts";

/** Tickets that are read at once. */
const AT_ONCE = 8;

export interface SealedArchive {
  readonly archive: ObjectStore;
  readonly orgId: number;
  /** SHA-256 of the inventories that the ledger sealed, by their keys. */
  readonly sealed: ReadonlyMap<string, string>;
}

/** Reads every file of the tickets as packing does, and keeps none. @throws StoreError; the signal's reason */
export async function alteredTickets(
  { archive, orgId, sealed }: SealedArchive,
  tickets: readonly PinnedTicket[],
  signal?: AbortSignal,
): Promise<LeftOut[]> {
  const altered: LeftOut[] = [];
  const check = async (pinned: PinnedTicket): Promise<void> => {
    try {
      const open = await openPinned(archive, orgId, pinned);
      await packObject({ bag: new Bag(read, ""), open, sealed, signal });
    } catch (error) {
      if (!(error instanceof IntegrityError)) throw error;
      altered.push({ ticketId: pinned.ticketId, reason: error.code, message: error.message });
    }
  };
  await forAll(tickets, AT_ONCE, check, signal);
  return altered;
}

/** The bag hashes what passes; somebody has to take it. */
const read: AddEntry = async (_path, body) => {
  if (body instanceof Uint8Array) return;
  for await (const _chunk of body);
};
