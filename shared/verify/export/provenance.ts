/** Checks what a bag says of the tickets in it against the tickets and the ledger's entries that it holds. */
import { isDeepStrictEqual } from "node:util";
import { STORAGE_ROOT } from "../../export/object-files.ts";
import {
  PROVENANCE_PATH,
  type Provenance,
  parseProvenance,
  pinnedProvenance,
  type TicketProvenance,
  ticketProvenance,
} from "../../export/provenance.ts";
import { objectId } from "../../keys.ts";
import type { PublicKey } from "../../ledger/public-key.ts";
import { NewerProgramError } from "../../newer-program.ts";
import { contentPath, headState, type Inventory, parseInventory } from "../../ocfl/inventory.ts";
import { objectPath } from "../../render/paths.ts";
import { RENDERER } from "../../render/renderer.ts";
import type { TicketDocument } from "../../ticket/document.ts";
import { parseTicketDocument } from "../../ticket/read-document.ts";
import { checkCheckpoint } from "./checkpoint.ts";
import { checkContradictions } from "./contradictions.ts";
import { checkEntries, type SoundPayload } from "./entries.ts";
import { checkAllSealed, checkSeals, checkUnsealed, upTo } from "./seals.ts";

/**
 * @param pinned keys known from elsewhere; with any, every version needs an entry that they vouch for
 * @throws NewerProgramError, which names a file of the payload
 * @returns what `provenance.json` says; undefined when it says nothing that could be read
 */
export async function checkProvenance(
  payload: SoundPayload,
  pinned: readonly PublicKey[] = [],
): Promise<Provenance | undefined> {
  const bytes = await payload.read(PROVENANCE_PATH);
  const provenance = bytes && parseProvenance(bytes);
  if (bytes === undefined) payload.addMissing(PROVENANCE_PATH, "the file is missing");
  else if (provenance === undefined)
    payload.add("altered", PROVENANCE_PATH, "this is not what Ticketvault writes there");
  const sealed = provenance === undefined ? [] : await checkTickets(payload, provenance, pinned);
  if (pinned.length > 0) checkAllSealed(payload, new Set(sealed));
  return provenance;
}

/** Gives the inventories of all versions that an entry seals. */
async function checkTickets(
  payload: SoundPayload,
  provenance: Provenance,
  pinned: readonly PublicKey[],
): Promise<string[]> {
  const { tickets, source, renderer } = provenance;
  if (renderer !== RENDERER) addNotChecked(payload, renderer);
  const entries = await checkEntries(payload, provenance, pinned);
  const sealed: string[] = [];
  for (const ticket of tickets) {
    await checkTicket(payload, provenance, ticket);
    sealed.push(...checkSeals(payload, source.orgId, ticket, entries));
  }
  checkUnsealed(payload, provenance, entries);
  await checkCheckpoint(payload, provenance, entries);
  checkContradictions(payload, provenance, entries);
  checkStrangers(payload, provenance);
  return sealed;
}

/** What another renderer made cannot be made again and compared here; that is no sign of a change. */
function addNotChecked(payload: SoundPayload, renderer: number): void {
  const text = `not checked: made by renderer ${renderer}; this program's is ${RENDERER}. What is said of tickets beyond their versions and digests was not compared`;
  payload.add("not-checked", PROVENANCE_PATH, text, "warning");
}

/**
 * The ticket is there, is the one that was packed, and is as complete as is said; the last only where it was said by the
 * same rules.
 */
async function checkTicket(
  payload: SoundPayload,
  { source: { orgId }, renderer }: Provenance,
  given: TicketProvenance,
): Promise<void> {
  const { ticketId, inventory } = given;
  const path = objectPath(ticketId, "inventory.json");
  const sha256 = payload.digest(path);
  if (sha256 === undefined) {
    payload.addMissing(path, `${PROVENANCE_PATH} names the ticket, but it is not there`);
    return;
  }
  if (sha256 !== inventory.sha256) {
    payload.add("altered", path, `the inventory's SHA-256 is not the one in ${PROVENANCE_PATH}`);
    return;
  }
  const archived = await readArchived(payload, orgId, ticketId);
  if (archived === undefined) return;
  const { head, versions } = archived.inventory;
  const pinned = {
    ticketId,
    version: head,
    created: versions[head]?.created ?? "",
    inventorySha256: sha256,
    accepted: given.accepted,
    ...(given.found !== undefined && { found: given.found }),
    // Which entries seal it is for `checkSeals`.
    ledgerEntries: [],
  };
  const { version, archivedAt, accepted, found } = given;
  const [told, expected] =
    renderer === RENDERER
      ? [given, ticketProvenance({ pinned, ticket: archived })]
      : [
          { ticketId, version, archivedAt, inventory, accepted, ...(found !== undefined && { found }) },
          pinnedProvenance(pinned),
        ];
  const said = { ...told, sealed: upTo(head, given.sealed).map(({ version }) => ({ version, entry: null })) };
  if (!isDeepStrictEqual(said, expected)) {
    payload.add("altered", PROVENANCE_PATH, `what it says of ticket ${ticketId} is not what is archived`);
  }
}

/** Undefined when something is not what was archived, which is told, or is not there. */
async function readArchived(
  payload: SoundPayload,
  orgId: number,
  ticketId: number,
): Promise<{ readonly inventory: Inventory; readonly document: TicketDocument } | undefined> {
  const read = async <T>(path: string, parse: (bytes: Uint8Array) => T): Promise<T | undefined> => {
    const bytes = await payload.read(path);
    const parsed = bytes && orUndefined(() => parse(bytes), path);
    if (bytes === undefined) payload.addMissing(path, `a file of ticket ${ticketId} is missing`);
    else if (parsed === undefined) payload.add("altered", path, `this is not of ticket ${ticketId}`);
    return parsed;
  };
  const path = objectPath(ticketId, "inventory.json");
  const inventory = await read(path, (bytes) => parseInventory(bytes, path, objectId(orgId, ticketId)));
  if (inventory === undefined) return undefined;
  const digest = headState(inventory).get("ticket.json") ?? "";
  const where = contentPath(inventory, digest) ?? `${inventory.head}/content/ticket.json`;
  const document = await read(objectPath(ticketId, where), (bytes) => parseTicketDocument(bytes, where));
  return document && { inventory, document };
}

/**
 * Parsers throw at what they do not know: an IntegrityError, or zod's.
 * @throws NewerProgramError, which is no finding: what a newer program wrote cannot be checked here
 */
function orUndefined<T>(parse: () => T, path: string): T | undefined {
  try {
    return parse();
  } catch (error) {
    if (error instanceof NewerProgramError) throw new NewerProgramError(path);
    return undefined;
  }
}

/** Every object in the bag is one that the provenance names. */
function checkStrangers(payload: SoundPayload, { tickets }: Provenance): void {
  const known = new Set(["extensions", ...tickets.map(({ ticketId }) => String(ticketId))]);
  const names = payload.paths.map((path) => new RegExp(`^${STORAGE_ROOT}/([^/]+)/`).exec(path)?.[1]);
  for (const name of new Set(names)) {
    if (name !== undefined && !known.has(name))
      payload.add("extra", `${STORAGE_ROOT}/${name}`, `${PROVENANCE_PATH} names no such ticket`);
  }
}
