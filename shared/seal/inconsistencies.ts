/** What contradicts itself in a published version: it is sealed all the same, and its ledger entry says so by code. */
import { inventoryKey, type ObjectPlace } from "../archive/place.ts";
import { readTicket } from "../archive/read-ticket.ts";
import { sha256Hex } from "../digest.ts";
import { IntegrityError } from "../errors.ts";
import { NewerProgramError } from "../newer-program.ts";
import { contentPath, headState, type Inventory, inventoryBytes } from "../ocfl/inventory.ts";
import { inventoryBefore, isOwnForm } from "../ocfl/own-form.ts";
import { JsonError, readJson } from "../read-json.ts";
import { NORMALIZER, type TicketDocument } from "../ticket/document.ts";
import { normalize } from "../ticket/normalize.ts";
import { readingOf } from "../ticket/reading.ts";
import { wordingKey } from "../ticket/wording.ts";

/**
 * `another-program`: its inventory is not as Ticketvault writes it. `history-differs`: what it says of earlier versions is
 * not what was published of them. `time-goes-back`: it is older than the version before. `document-unreadable`: its
 * `ticket.json` is missing, altered or none. `digest-differs`, `size-differs`: an attachment is not what the document
 * says. `seen-before-missing`: the document lacks a wording or an attachment that the one before has. `wording-missing`:
 * it lacks a wording of `source.json`. `source-unreadable`: that file is missing, altered or none. `not-compared`: it is
 * too large to be compared.
 */
type Inconsistent =
  | "another-program"
  | "history-differs"
  | "time-goes-back"
  | "document-unreadable"
  | "digest-differs"
  | "size-differs"
  | "seen-before-missing"
  | "wording-missing"
  | "source-unreadable"
  | "not-compared";

/** Clocks differ by so much (ms). */
const CLOCKS_DIFFER = 5 * 60_000;
/** A longer source (bytes) is not compared: what is read of it takes several times the memory. */
const MOST_COMPARED = 32 * 1024 * 1024;

/** @param bytes of the version's own inventory, which `inventory` was read from */
export async function inconsistenciesOf(
  place: ObjectPlace,
  inventory: Inventory,
  bytes: Uint8Array,
): Promise<Inconsistent[]> {
  if (!isOwnForm(inventory, bytes)) return ["another-program"];
  const found: Inconsistent[] = [];
  const before = inventoryBefore(inventory);
  if (before !== undefined) {
    const published = await place.store.read(inventoryKey(place, before.head));
    if (published?.bytes === undefined || !isContinued(before, published.bytes))
      found.push("history-differs");
    if (createdOf(inventory) < createdOf(before) - CLOCKS_DIFFER) found.push("time-goes-back");
  }
  const document = await documentIn(place, inventory);
  if (document === "newer") return found;
  if (document === undefined) return [...found, "document-unreadable"];
  found.push(...(await ofAttachments(place, inventory, document)));
  const earlier = before && (await documentIn(place, before));
  if (typeof earlier === "object" && lacks(document, earlier)) found.push("seen-before-missing");
  if (document.normalizer === NORMALIZER) found.push(...(await ofSource(place, inventory, document)));
  return found;
}

/** An inventory of another program is written on as it was read. */
function isContinued(before: Inventory, published: Uint8Array): boolean {
  return (
    Buffer.compare(inventoryBytes(before), published) === 0 || !isOwnForm(before, inventoryBytes(before))
  );
}

function createdOf({ head, versions }: Inventory): number {
  return Date.parse(versions[head]?.created ?? "");
}

async function documentIn(
  place: ObjectPlace,
  inventory: Inventory,
): Promise<TicketDocument | "newer" | undefined> {
  try {
    return await readTicket(place, inventory);
  } catch (error) {
    if (error instanceof NewerProgramError) return "newer";
    if (error instanceof IntegrityError) return undefined;
    throw error;
  }
}

/** By the sizes that the store tells, and the digests that the inventory states: no content is read. */
async function ofAttachments(
  { store, object }: ObjectPlace,
  inventory: Inventory,
  { conversations }: TicketDocument,
): Promise<Inconsistent[]> {
  const state = headState(inventory);
  const sizes = new Map<string, number>();
  for await (const { key, size } of store.list(object)) sizes.set(key, size);
  const kept = conversations
    .flatMap(({ attachments }) => attachments)
    .flatMap((each) => (each.status === "failed" ? [] : each));
  const differs = (is: (each: (typeof kept)[number]) => boolean): boolean => kept.some(is);
  const found: Inconsistent[] = [];
  if (differs(({ path, sha256 }) => state.get(path) !== sha256)) found.push("digest-differs");
  const isOfSize = ({ sha256, size }: (typeof kept)[number]): boolean => {
    const is = sizes.get(`${object}/${contentPath(inventory, sha256)}`);
    return is === undefined || is === size;
  };
  if (differs((each) => !isOfSize(each))) found.push("size-differs");
  return found;
}

function lacks(document: TicketDocument, earlier: TicketDocument): boolean {
  const wordings = wordingsIn(document);
  const paths = new Set(pathsIn(document));
  return (
    [...wordingsIn(earlier)].some((each) => !wordings.has(each)) ||
    pathsIn(earlier).some((path) => !paths.has(path))
  );
}

function pathsIn({ conversations }: TicketDocument): string[] {
  return conversations.flatMap(({ key, attachments }) => attachments.map(({ path }) => `${key} ${path}`));
}

/** Each wording with the id of its conversation, in one text. */
function wordingsIn({ conversations }: TicketDocument): Set<string> {
  return new Set(
    conversations.flatMap(({ id, revisions, ...current }) =>
      [current, ...revisions].map((wording) => named(id, wordingKey(wording))),
    ),
  );
}

function named(id: string | null, wording: string): string {
  return `${id ?? ""}\n${wording}`;
}

/** Whether the document has what its source lists. */
async function ofSource(
  { store, object }: ObjectPlace,
  inventory: Inventory,
  document: TicketDocument,
): Promise<Inconsistent[]> {
  const sha256 = headState(inventory).get("source.json") ?? "";
  const key = `${object}/${contentPath(inventory, sha256)}`;
  const size = (await store.stat(key))?.size;
  if (size !== undefined && size > MOST_COMPARED) return ["not-compared"];
  const source = size === undefined ? undefined : (await store.read(key))?.bytes;
  if (source === undefined || sha256Hex(source) !== sha256) return ["source-unreadable"];
  try {
    const { value: json, repeated } = await readJson(source);
    const { host, tenantId, attachmentHosts } = document.capture;
    const { orgId } = document.source;
    const asked = { host, tenantId, orgId, ticketId: Number(/\d+$/.exec(object)?.[0]), attachmentHosts };
    // Which files a message shows says nothing of its wording.
    const listed = normalize(json, asked, await readingOf({ source, json, repeated }, () => false));
    const wordings = wordingsIn(document);
    const isMissing = listed.conversations.some(({ id, wording, earlier }) =>
      [wording, ...earlier].some((each) => !wordings.has(named(id, wordingKey(each)))),
    );
    return isMissing ? ["wording-missing"] : [];
  } catch (error) {
    if (error instanceof JsonError) return ["source-unreadable"];
    throw error;
  }
}
