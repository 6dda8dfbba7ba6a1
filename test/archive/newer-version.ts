/** Publishes a version of a ticket as a later program would: the same words, by rules of another number. */
import { readHead } from "../../shared/archive/head.ts";
import { ticketPlace } from "../../shared/archive/place.ts";
import { commitVersion } from "../../shared/archive/publish.ts";
import { readTicket } from "../../shared/archive/read-ticket.ts";
import { headState, nextInventory } from "../../shared/ocfl/inventory.ts";
import type { ObjectStore } from "../../shared/store/object-store.ts";
import { NORMALIZER, ticketBytes } from "../../shared/ticket/document.ts";

/** False where nothing of the ticket is archived. */
export async function publishNewer(
  store: ObjectStore,
  { orgId, ticketId, created }: { readonly orgId: number; readonly ticketId: number; readonly created: Date },
): Promise<boolean> {
  const place = ticketPlace(store, orgId, ticketId);
  const head = await readHead(place);
  if (head === undefined) return false;
  const document = { ...(await readTicket(place, head.inventory)), normalizer: NORMALIZER + 1 };
  const staged = await store.stage(place.area, "ticket.json", ticketBytes(document));
  const files = new Map([...headState(head.inventory), ["ticket.json", staged.sha256] as const]);
  const user = { name: "ticketvault 2", address: `urn:leadsquared:${orgId}` };
  const about = { id: place.id, created: created.toISOString(), message: "Newer.", user, files };
  await commitVersion(place, head, nextInventory(head.inventory, about), [staged]);
  return true;
}
