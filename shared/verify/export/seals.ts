/** Checks the versions in a bag against the ledger's entries that it holds: what seals each, and that nothing is denied. */
import { PROVENANCE_PATH, type Provenance, type TicketProvenance } from "../../export/provenance.ts";
import { versionKey } from "../../keys.ts";
import type { ReadEntry } from "../../ledger/entry.ts";
import { versionNumber } from "../../ocfl/inventory.ts";
import { objectPath } from "../../render/paths.ts";
import type { SoundPayload } from "./entries.ts";

/** Compares the ticket's versions with the entries that seal them, and gives the inventories that are sealed. */
export function checkSeals(
  payload: SoundPayload,
  orgId: number,
  { ticketId, version: head, sealed }: TicketProvenance,
  entries: ReadonlyMap<string, ReadEntry>,
): string[] {
  const sound: string[] = [];
  // What is sealed beyond the head is for `checkContradictions`.
  for (const { version, entry: path } of upTo(head, sealed)) {
    const inventory = objectPath(ticketId, `${version}/inventory.json`);
    const digest = payload.digest(inventory);
    const key = versionKey({ orgId, ticketId, version: versionNumber(version) });
    const entry = entries.get(path ?? "");
    const seal = entry?.sealed.find((each) => each.key === key);
    if (digest === undefined) payload.addMissing(inventory, `${PROVENANCE_PATH} names this version`);
    else if (entry !== undefined && seal === undefined)
      payload.add("unsealed", inventory, `the entry ${path} does not name this version`);
    else if (seal !== undefined && seal.sha256 !== digest)
      payload.add("altered", inventory, `the entry ${path} sealed another inventory of this version`);
    else if (seal !== undefined) sound.push(inventory);
  }
  return sound;
}

/** Without later versions; what is no version at all stays, and is found. */
export function upTo(head: string, sealed: TicketProvenance["sealed"]): TicketProvenance["sealed"] {
  return sealed.filter(({ version }) => !(versionNumber(version) > versionNumber(head)));
}

/** No entry in the bag seals a version of which the provenance says that none does. */
export function checkUnsealed(
  payload: SoundPayload,
  { tickets, source: { orgId } }: Provenance,
  entries: ReadonlyMap<string, ReadEntry>,
): void {
  const unsealed = new Set(
    tickets.flatMap(({ ticketId, sealed }) =>
      sealed
        .filter(({ entry }) => entry === null)
        .map(({ version }) => versionKey({ orgId, ticketId, version: versionNumber(version) })),
    ),
  );
  for (const [path, { sealed }] of entries) {
    for (const { key } of sealed) {
      if (unsealed.has(key))
        payload.add("altered", PROVENANCE_PATH, `it says that no entry seals ${key}, and ${path} does`);
    }
  }
}

/** Whoever makes a bag decides what its provenance says: with a key from elsewhere, every inventory needs its entry. */
export function checkAllSealed(payload: SoundPayload, sealed: ReadonlySet<string>): void {
  for (const path of payload.paths) {
    if (/\/v\d+\/inventory\.json$/.test(path) && !sealed.has(path))
      payload.add("unsealed", path, "no ledger entry by a given key seals this version");
  }
}
