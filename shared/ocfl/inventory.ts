/** OCFL 1.1 inventories: reading one, and making the next version's from the last (forward delta, SHA-256). */
import * as z from "zod";
import { IntegrityError } from "../errors.ts";
import { jsonBytes, plainJson } from "../json.ts";
import { NewerProgramError } from "../newer-program.ts";

const digest = z.string().regex(/^[0-9a-f]{64}$/);
const paths = z.array(z.string().min(1)).min(1);

const inventorySchema = z.object({
  id: z.string().min(1),
  type: z.literal("https://ocfl.io/1.1/spec/#inventory"),
  digestAlgorithm: z.literal("sha256"),
  head: z.string().regex(/^v[1-9][0-9]*$/),
  manifest: z.record(digest, paths),
  versions: z.record(
    z.string(),
    z.object({
      created: z.string(),
      // Another program may leave these out; ours has them.
      message: z.string().optional(),
      user: z.object({ name: z.string(), address: z.string().optional() }).optional(),
      state: z.record(digest, paths),
    }),
  ),
});

/** An inventory as Ticketvault writes it: `manifest` and `state` map a SHA-256 to content and to logical paths. */
export type Inventory = z.infer<typeof inventorySchema>;

/** What the next version of an object shall be. */
export interface NextVersion {
  readonly id: string;
  /** RFC 3339 with an offset. */
  readonly created: string;
  readonly message: string;
  readonly user: { readonly name: string; readonly address: string };
  /** SHA-256 by logical path: the version's whole state. */
  readonly files: ReadonlyMap<string, string>;
}

/** A file that a version is the first to hold. */
export interface ContentFile {
  /** Content path: `v2/content/ticket.json`. */
  readonly path: string;
  readonly sha256: string;
}

/**
 * Reads an inventory that Ticketvault wrote of the object `id`.
 * @throws IntegrityError `inventory-unreadable`, `another-object`; NewerProgramError for a later OCFL than 1.1; `where`
 *   names it
 */
export function parseInventory(bytes: Uint8Array, where: string, id: string): Inventory {
  const inventory = readInventory(bytes, where);
  if (inventory.id === id) return inventory;
  const message = `${where} is of another object (${JSON.stringify(inventory.id.slice(0, 80))}), which does not belong here. Nothing was changed; run \`ticketvault verify\`.`;
  throw new IntegrityError("another-object", message);
}

function readInventory(bytes: Uint8Array, where: string): Inventory {
  try {
    const json = plainJson(bytes);
    if (isOfLaterSpec(json)) throw new NewerProgramError(where);
    const inventory = inventorySchema.parse(json);
    if (inventory.versions[inventory.head] === undefined) throw new Error("head is not among the versions");
    return inventory;
  } catch (cause) {
    if (cause instanceof NewerProgramError) throw cause;
    const message = `${where} is no inventory that Ticketvault wrote. Nothing was changed; run \`ticketvault verify\` on it.`;
    throw new IntegrityError("inventory-unreadable", message, { cause });
  }
}

function isOfLaterSpec(json: unknown): boolean {
  const type = typeof json === "object" && json !== null && "type" in json ? String(json.type) : "";
  return Number(/^https:\/\/ocfl\.io\/(\d+\.\d+)\/spec\/#inventory$/.exec(type)?.[1]) > 1.1;
}

/** The bytes of `inventory.json`. */
export function inventoryBytes(inventory: Inventory): Uint8Array {
  return jsonBytes(inventory);
}

/** The bytes of the sidecar of an inventory with this digest. */
export function sidecarBytes(sha256: string): Uint8Array {
  return Buffer.from(`${sha256} inventory.json\n`);
}

/** 3 for `v3`. */
export function versionNumber(version: string): number {
  return Number(version.slice(1));
}

/** The version after the head; `v1` when there is none. */
export function nextVersion(last: Inventory | undefined): string {
  return `v${last === undefined ? 1 : versionNumber(last.head) + 1}`;
}

/** SHA-256 by logical path of the head version. */
export function headState(inventory: Inventory): Map<string, string> {
  const state = inventory.versions[inventory.head]?.state ?? {};
  return new Map(Object.entries(state).flatMap(([sha256, logical]) => logical.map((path) => [path, sha256])));
}

/** Where the content with a digest stands; the digest is in every state that names it, so also in the manifest. */
export function contentPath(inventory: Inventory, sha256: string): string | undefined {
  return inventory.manifest[sha256]?.[0];
}

/** What the head version is the first to hold, and must be put in place before the version is there. */
export function newContent(inventory: Inventory): ContentFile[] {
  return Object.entries(inventory.manifest).flatMap(([sha256, content]) =>
    content.filter((path) => path.startsWith(`${inventory.head}/content/`)).map((path) => ({ path, sha256 })),
  );
}

/** The inventory of the version after `last` (of version 1 when there is none). Content already stored is referred to. */
export function nextInventory(last: Inventory | undefined, next: NextVersion): Inventory {
  const head = nextVersion(last);
  const state: Record<string, string[]> = {};
  for (const [path, sha256] of [...next.files].toSorted(([a], [b]) => (a < b ? -1 : 1))) {
    state[sha256] = [...(state[sha256] ?? []), path];
  }
  const manifest: Record<string, string[]> = { ...last?.manifest };
  for (const [sha256, [first]] of Object.entries(state)) {
    manifest[sha256] ??= [`${head}/content/${first}`];
  }
  const { created, message, user } = next;
  return {
    id: next.id,
    type: "https://ocfl.io/1.1/spec/#inventory",
    digestAlgorithm: "sha256",
    head,
    manifest,
    versions: { ...last?.versions, [head]: { created, message, user, state } },
  };
}
