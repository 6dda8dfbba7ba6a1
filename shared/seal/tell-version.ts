/** Tells the event bus of a published version, out of the archive: no run need be alive that published it. */
import { acceptanceReader } from "../archive/find-acceptance.ts";
import { inventoryKey, ticketPlace } from "../archive/place.ts";
import { readTicket } from "../archive/read-ticket.ts";
import { sha256Hex } from "../digest.ts";
import type { VersionName } from "../keys.ts";
import type { LogFields, Logger } from "../log.ts";
import { LOG_EVENTS } from "../names.ts";
import { parseInventory } from "../ocfl/inventory.ts";
import { announceVersion, type EventPublisher } from "../requests/announce.ts";
import type { ObjectStore } from "../store/object-store.ts";
import { type Changes, changesBetween, sourceChanges } from "../ticket/changes.ts";
import { difference } from "../ticket/difference.ts";

interface TellDependencies {
  readonly store: ObjectStore;
  readonly events: EventPublisher;
  readonly log: Logger;
}

/** @throws IntegrityError, NewerProgramError, StoreError, and what `publish` throws */
export async function tellVersion(
  { store, events, log }: TellDependencies,
  { orgId, ticketId, version: number }: VersionName,
): Promise<void> {
  const place = ticketPlace(store, orgId, ticketId);
  const version = `v${number}`;
  const key = inventoryKey(place, version);
  const bytes = (await store.read(key))?.bytes ?? new Uint8Array();
  const inventory = parseInventory(bytes, `${store.location}/${key}`, place.id);
  const document = await readTicket(place, inventory);
  // The state of the version before stands in the inventory too.
  const before = number === 1 ? undefined : await readTicket(place, { ...inventory, head: `v${number - 1}` });
  const changes = changesBetween(before, document);
  logChanges(log, { orgId, ticketId, version }, changes);
  await announceVersion(events, {
    orgId,
    ticketId,
    version,
    created: inventory.versions[version]?.created ?? "",
    message: difference(changes, document, before === undefined),
    inventorySha256: sha256Hex(bytes),
    location: `${store.location}/${place.object}`,
    document,
    acceptance: await acceptanceReader(store, { orgId, ticketId }, log)(document),
    changedAtSource: sourceChanges(changes),
  });
}

/** What is only back needs nobody. */
function logChanges(log: Logger, version: LogFields, changes: Changes): void {
  const { attachmentsRemoved } = changes;
  const [edited, removed] = [changes.edited.length, changes.removed.length];
  if (edited + removed + attachmentsRemoved === 0) return;
  log.info(LOG_EVENTS.changedAtSource, { ...version, edited, removed, attachmentsRemoved });
}
