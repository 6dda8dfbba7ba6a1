/** Picks out of the names at hand those of people whom the pinned tickets name: an export hands over nobody else's. */
import { inventoryKey, ticketPlace } from "../archive/place.ts";
import { forAll } from "../for-all.ts";
import { parseInventory } from "../ocfl/inventory.ts";
import type { People } from "../people.ts";
import type { ObjectStore } from "../store/object-store.ts";
import type { TicketDocument } from "../ticket/document.ts";
import { headDocument } from "./open-pinned.ts";
import type { FoundVersion } from "./pin.ts";
import { archivedFile, shownFile } from "./read-archived.ts";

/** A document may have many megabytes. */
const AT_ONCE = 4;

/** In order of their ids. @throws IntegrityError as `parseInventory` and `headDocument` */
export async function pinPeople(
  store: ObjectStore,
  orgId: number,
  tickets: readonly FoundVersion[],
  { lookedUp, people }: People,
  signal?: AbortSignal,
): Promise<People> {
  const named = new Set<string>();
  await forAll(
    tickets,
    AT_ONCE,
    async (pinned) => {
      const place = ticketPlace(store, orgId, pinned.ticketId);
      const key = inventoryKey(place, pinned.version);
      const inventory = parseInventory(await archivedFile(store, key), shownFile(store, key), place.id);
      for (const id of idsIn(await headDocument(place, inventory))) named.add(id);
    },
    signal,
  );
  const known = new Map(people.toReversed().map((each) => [each.id, each]));
  return {
    lookedUp,
    people: [...named].toSorted().flatMap((id) => known.get(id) ?? []),
  };
}

/** Of everybody who wrote, in earlier wordings too, and of the customer. */
function* idsIn({ conversations, ticket }: TicketDocument): Generator<string> {
  if (ticket.customerId !== null) yield ticket.customerId;
  for (const { createdBy, revisions } of conversations) {
    for (const id of [createdBy, ...revisions.map((each) => each.createdBy)]) if (id !== null) yield id;
  }
}
