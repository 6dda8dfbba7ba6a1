/** Asks for another ticket before one is believed to be emptied: a source that forgot everybody forgot that one, too. */
import { IntegrityError, LeadSquaredError } from "../errors.ts";
import { parseInventoryKey, storageRootKey } from "../keys.ts";
import type { Logger } from "../log.ts";
import { LOG_EVENTS } from "../names.ts";
import { NewerProgramError } from "../newer-program.ts";
import { parseInventory } from "../ocfl/inventory.ts";
import type { ObjectStore } from "../store/object-store.ts";
import type { Ticket } from "./find-acceptance.ts";
import { inventoryKey, ticketPlace } from "./place.ts";
import { readTicket } from "./read-ticket.ts";

/** The code of the error about such a source. Every emptied ticket would meet it. */
export const SOURCE_FORGOT = "source-forgot";

/** A witness may have been emptied, too: so many are asked before the source is doubted. */
const WITNESSES = 3;
/** The first that is looked at is as far away, as what is deleted together often has numbers that follow each other. */
const FARTHEST = 1024;
/** Of all others, so many archived tickets are looked at, for one of which something is listed. */
const MOST_LOOKED_AT = 50;

/**
 * Returns when LeadSquared still lists something of another archived ticket, or when there is no other to ask for.
 * @param lists asks LeadSquared whether it lists anything of a ticket
 * @throws LeadSquaredError `source-forgot` (retryable): nothing is to be marked; and what `lists` throws
 */
export async function confirmEmptied(
  { store, log }: { readonly store: ObjectStore; readonly log: Logger },
  { orgId, ticketId }: Ticket,
  lists: (witness: number) => Promise<boolean>,
): Promise<void> {
  const asked: number[] = [];
  for await (const witness of witnesses(store, { orgId, ticketId })) {
    if (await lists(witness)) return;
    asked.push(witness);
    if (asked.length === WITNESSES) break;
  }
  if (asked.length === 0) return;
  log.error(LOG_EVENTS.sourceForgot, { orgId, ticketId, asked: asked.length });
  const message = `LeadSquared lists nothing any more of ticket ${ticketId}, nor of ${asked.join(", ")}, of which there are archives. That is not believed, and nothing was marked. Look at these tickets in LeadSquared; check the account number and the rights of the keys' user.`;
  throw new LeadSquaredError(SOURCE_FORGOT, message, { retryable: true });
}

/** Other tickets of which something was listed when they were archived last. */
async function* witnesses(store: ObjectStore, { orgId, ticketId }: Ticket): AsyncGenerator<number> {
  const seen = new Set([ticketId]);
  let looked = 0;
  for await (const candidate of candidates(store, { orgId, ticketId })) {
    if (seen.has(candidate)) continue;
    seen.add(candidate);
    const listed = await wasListed(store, orgId, candidate);
    if (listed) yield candidate;
    if (listed !== undefined) looked += 1;
    if (looked === MOST_LOOKED_AT) return;
  }
}

async function* candidates(store: ObjectStore, { orgId, ticketId }: Ticket): AsyncGenerator<number> {
  for (let distance = FARTHEST; distance >= 1; distance /= 2) {
    yield ticketId + distance;
    if (ticketId > distance) yield ticketId - distance;
  }
  for await (const { key } of store.list(storageRootKey(orgId))) {
    const name = parseInventoryKey(key);
    if (name !== undefined) yield name.ticketId;
  }
}

/** Undefined for a number without an archive. One that is damaged, or a newer program's, is no witness. */
async function wasListed(store: ObjectStore, orgId: number, ticketId: number): Promise<boolean | undefined> {
  const place = ticketPlace(store, orgId, ticketId);
  const root = await store.read(inventoryKey(place));
  if (root === undefined) return undefined;
  try {
    const document = await readTicket(place, parseInventory(root.bytes, inventoryKey(place), place.id));
    return document.conversations.some(({ listed }) => listed);
  } catch (error) {
    if (error instanceof IntegrityError || error instanceof NewerProgramError) return false;
    throw error;
  }
}
