/** Puts objects of Ticketvault's form into a store whose only content is a ticket document without conversations. */

import { inventoryKey, sidecarKey, ticketPlace } from "../../shared/archive/place.ts";
import { sha256Hex } from "../../shared/digest.ts";
import { objectId, versionKey } from "../../shared/keys.ts";
import type { SealedFile } from "../../shared/ledger/entry-content.ts";
import { type Inventory, inventoryBytes, nextInventory, sidecarBytes } from "../../shared/ocfl/inventory.ts";
import type { ObjectStore } from "../../shared/store/object-store.ts";
import { NORMALIZER, TICKET_SCHEMA, type TicketDocument, ticketBytes } from "../../shared/ticket/document.ts";
import { unknownTicket } from "../../shared/ticket/merge-details.ts";

export const ORG = 22824;

/** An answer that lists nothing. */
const SOURCE = Buffer.from('{"Total":0,"ConversationList":[]}');

/** Publishes that many versions of a ticket, and gives what their seals must say. */
export async function publish(
  store: ObjectStore,
  ticketId: number,
  versions = 1,
  created = "2026-01-02T03:04:05.678Z",
): Promise<SealedFile[]> {
  const place = ticketPlace(store, ORG, ticketId);
  const sealed: SealedFile[] = [];
  let inventory: Inventory | undefined;
  let bytes: Uint8Array = new Uint8Array();
  for (let version = 1; version <= versions; version += 1) {
    const document = ticketBytes(documentOf(ticketId, version));
    inventory = nextInventory(inventory, {
      id: objectId(ORG, ticketId),
      created,
      message: "",
      user: { name: "tests", address: "urn:tests" },
      files: new Map([
        ["ticket.json", sha256Hex(document)],
        ["source.json", sha256Hex(SOURCE)],
      ]),
    });
    if (version === 1) await store.create(`${place.object}/v1/content/source.json`, SOURCE);
    bytes = inventoryBytes(inventory);
    await store.create(`${place.object}/v${version}/content/ticket.json`, document);
    await store.create(inventoryKey(place, `v${version}`), bytes);
    sealed.push({ key: versionKey({ orgId: ORG, ticketId, version }), sha256: sha256Hex(bytes) });
  }
  await store.create(inventoryKey(place), bytes);
  await store.create(sidecarKey(place), sidecarBytes(sha256Hex(bytes)));
  return sealed;
}

/** A complete ticket without conversations. Each version has a total of its own, and so another digest. */
export function documentOf(ticketId: number, version: number): TicketDocument {
  return {
    schema: TICKET_SCHEMA,
    normalizer: NORMALIZER,
    source: { system: "LeadSquared Service CRM", orgId: ORG, call: "Get Ticket Conversations" },
    ticket: unknownTicket(ticketId),
    capture: {
      host: "crm.example.com",
      tenantId: ORG,
      activityTypes: [],
      attachmentHosts: [],
      coverage: { covers: [], doesNotCover: [] },
      total: version,
      envelope: {},
    },
    completeness: {
      status: "complete",
      conversations: { expected: 0, received: 0, noLongerListed: 0 },
      attachments: { expected: 0, stored: 0, doubtful: 0, failed: 0 },
      problems: [],
    },
    conversations: [],
    extra: {},
  };
}
