/** A vault of any number of tickets, of which only ledger and checkpoint stand on a disk: the tickets are made as they are read. */
import { createPrivateKey, createPublicKey, sign } from "node:crypto";
import { mkdir, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { sha256Hex } from "../../shared/digest.ts";
import {
  entryKey,
  objectId,
  objectKey,
  publicKeyKey,
  signatureKey,
  storageRootKey,
  versionKey,
} from "../../shared/keys.ts";
import {
  checkpointBytes,
  listBytes,
  listOf,
  newCheckpoint,
  summaryOf,
} from "../../shared/ledger/checkpoint.ts";
import { checkpointKey, checkpointSignatureKey, listKey } from "../../shared/ledger/checkpoint-keys.ts";
import { entryBytes, headOf, type LedgerHead, nextEntry } from "../../shared/ledger/entry.ts";
import type { SealedFile } from "../../shared/ledger/entry-content.ts";
import { publicKeyOf } from "../../shared/ledger/public-key.ts";
import { inventoryBytes, nextInventory, sidecarBytes } from "../../shared/ocfl/inventory.ts";
import { OBJECT_DECLARATION, STORAGE_ROOT_FILES } from "../../shared/ocfl/layout.ts";
import type { Tree } from "../../shared/ocfl/tree.ts";
import { folderTree } from "../../shared/store/folder-tree.ts";

export const ORG = 22824;
/** When the last of them was sealed. */
export const SEALED = new Date("2026-01-02T03:04:05.678Z");

const IN_ENTRY = 1_000;
const SOURCE = sha256Hex('{"Total":0,"ConversationList":[]}');
const ROOT = storageRootKey(ORG);

/** A ticket's one inventory, and the digests of its content. */
function inventoryOf(ticketId: number): Uint8Array {
  return inventoryBytes(
    nextInventory(undefined, {
      id: objectId(ORG, ticketId),
      created: "2026-01-01T00:00:00.000Z",
      message: "Sync.",
      user: { name: "sync", address: `urn:leadsquared:${ORG}` },
      files: new Map([
        ["ticket.json", documentOf(ticketId)],
        ["source.json", SOURCE],
      ]),
    }),
  );
}

function documentOf(ticketId: number): string {
  return sha256Hex(`ticket ${ticketId}`);
}

function sealOf(ticketId: number): SealedFile {
  return { key: versionKey({ orgId: ORG, ticketId, version: 1 }), sha256: sha256Hex(inventoryOf(ticketId)) };
}

/** Writes the ledger of tickets 1 to `count`, and a checkpoint of it. @param pem the key that signs */
export async function writeLedger(folder: string, count: number, pem: string): Promise<void> {
  const privateKey = createPrivateKey(pem);
  const key = publicKeyOf(createPublicKey(pem));
  const signed = (bytes: Uint8Array) => sign("sha256", bytes, { key: privateKey, dsaEncoding: "der" });
  const made = new Set<string>();
  const write = async (path: string, bytes: Uint8Array | string): Promise<void> => {
    const into = dirname(join(folder, path));
    if (!made.has(into)) await mkdir(into, { recursive: true });
    made.add(into);
    await writeFile(join(folder, path), bytes);
  };
  const said = { orgId: ORG, keyId: key.id, now: SEALED, tool: "tests" };
  let head: LedgerHead | undefined;
  const append = async (content: Parameters<typeof nextEntry>[1]): Promise<void> => {
    const entry = nextEntry(head, content, said);
    const bytes = entryBytes(entry);
    await write(entryKey(ORG, entry.sequence), bytes);
    await write(signatureKey(ORG, entry.sequence), signed(bytes));
    head = headOf(entry, bytes);
  };
  await write(publicKeyKey(ORG, key.id), key.pem);
  const lists = new Map<string, Map<string, string>>();
  for (let from = 1; from <= count; from += IN_ENTRY) {
    const tickets = Array.from({ length: Math.min(IN_ENTRY, count - from + 1) }, (_, n) => from + n);
    const sealed = tickets.map(sealOf).toSorted((a, b) => (a.key < b.key ? -1 : 1));
    await append({ kind: "versions", sealed });
    for (const each of sealed) {
      const name = listOf(each.key);
      lists.set(name, (lists.get(name) ?? new Map()).set(each.key, each.sha256));
    }
  }
  if (head === undefined) throw new Error("no ticket was sealed");
  const summaries = [];
  for (const [name, files] of lists) {
    const bytes = listBytes(files);
    const summary = summaryOf(name, bytes);
    await write(listKey(ORG, summary.sha256), bytes);
    summaries.push(summary);
  }
  const checkpoint = newCheckpoint({ orgId: ORG, head, keys: [key.id], lists: summaries }, key.id);
  const bytes = checkpointBytes(checkpoint);
  const path = checkpointKey(ORG, checkpoint.sequence);
  await write(path, bytes);
  await write(checkpointSignatureKey(ORG, checkpoint.sequence), signed(bytes));
  await append({ kind: "checkpoints", sealed: [{ key: path, sha256: sha256Hex(bytes) }] });
}

/** The vault as S3 shows it. @param missing a ticket whose content is gone */
export function manyTickets(folder: string, count: number, missing: number): Tree {
  const disk = folderTree(folder);
  const rootFiles = new Map(STORAGE_ROOT_FILES.map(({ name, bytes }) => [`${ROOT}/${name}`, bytes]));
  const idOf = (path: string): number => Number(path.split("/")[2] ?? Number.NaN);
  const isTicket = (path: string): boolean => path.startsWith(`${ROOT}/`) && idOf(path) <= count;
  const fileOf = (path: string): Uint8Array | undefined => {
    const name = path.slice(objectKey(ORG, idOf(path)).length + 1);
    if (name === OBJECT_DECLARATION.name) return OBJECT_DECLARATION.bytes;
    if (/^(v1\/)?inventory\.json$/.test(name)) return inventoryOf(idOf(path));
    return /^(v1\/)?inventory\.json\.sha256$/.test(name)
      ? sidecarBytes(sha256Hex(inventoryOf(idOf(path))))
      : undefined;
  };
  const childrenOf = (path: string) => {
    const below = (names: readonly string[]) => names.map((name) => `${path}/${name}`);
    const inventories = ["inventory.json", "inventory.json.sha256"];
    if (path === objectKey(ORG, idOf(path)))
      return { files: below([OBJECT_DECLARATION.name, ...inventories]), folders: below(["v1"]) };
    if (path.endsWith("/v1")) return { files: below(inventories), folders: below(["content"]) };
    const names = idOf(path) === missing ? ["ticket.json"] : ["source.json", "ticket.json"];
    return { files: below(names), folders: [] };
  };
  return {
    async children(path) {
      if (path !== ROOT)
        return isTicket(path) ? childrenOf(path) : (rootFolder(path, rootFiles) ?? disk.children(path));
      const folders = Array.from({ length: count }, (_, n) => `${ROOT}/${n + 1}`);
      const files = [...rootFiles.keys()].filter((each) => !each.includes("/extensions/"));
      return { files, folders: [...folders, `${ROOT}/extensions`] };
    },
    read: async (path) => rootFiles.get(path) ?? (isTicket(path) ? fileOf(path) : disk.read(path)),
    open: (path) => disk.open(path),
    async serverDigest(path) {
      if (!isTicket(path)) return undefined;
      if (path.endsWith("/source.json")) return idOf(path) === missing ? undefined : SOURCE;
      if (path.endsWith("/ticket.json")) return documentOf(idOf(path));
      const bytes = fileOf(path);
      return bytes && sha256Hex(bytes);
    },
  };
}

/** A folder between the storage root and its own files. */
function rootFolder(path: string, files: ReadonlyMap<string, Uint8Array>) {
  const below = [...files.keys()].filter((each) => each.startsWith(`${path}/`));
  if (!path.startsWith(`${ROOT}/`) || below.length === 0) return undefined;
  const next = below.map((each) => each.slice(path.length + 1).split("/"));
  return {
    files: next.flatMap((parts) => (parts.length === 1 ? `${path}/${parts[0]}` : [])),
    folders: [...new Set(next.flatMap((parts) => (parts.length > 1 ? `${path}/${parts[0]}` : [])))],
  };
}
