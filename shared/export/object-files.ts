/** The files of a ticket's OCFL object as it stood at a version: what an export packs of it. */
import { type Inventory, sidecarBytes, versionNumber } from "../ocfl/inventory.ts";
import { OBJECT_DECLARATION } from "../ocfl/layout.ts";
import { byBytes } from "../store/key.ts";

/** The folder in the payload that `objectPath` puts the objects into: a storage root, as the archive's is. */
export const STORAGE_ROOT = "tickets";

/** A file of the object, by its path in it. */
export type ObjectFile =
  /** Read from the archive and checked against the inventory. */
  | { readonly kind: "content"; readonly path: string; readonly sha256: string }
  /** A version's inventory, read from the archive; the sidecar, which comes next, vouches for it. */
  | { readonly kind: "inventory" | "sidecar"; readonly path: string }
  /** The object's own: follows from the inventory of the version. */
  | { readonly kind: "root"; readonly path: string };

/**
 * All files of the object when `inventory` was its root inventory, in order of their paths' bytes. Later versions add
 * files and replace the root's inventory and sidecar; these are what they were then: those of the version.
 */
export function objectFiles(inventory: Inventory): ObjectFile[] {
  const content = Object.entries(inventory.manifest).flatMap(([sha256, paths]) =>
    paths.map((path) => ({ kind: "content", path, sha256 }) as const),
  );
  const versions = Array.from({ length: versionNumber(inventory.head) }, (_, index) => `v${index + 1}`);
  const inventories = versions.flatMap((version) => [
    { kind: "inventory", path: `${version}/inventory.json` } as const,
    { kind: "sidecar", path: `${version}/inventory.json.sha256` } as const,
  ]);
  const root = [OBJECT_DECLARATION.name, "inventory.json", "inventory.json.sha256"].map(
    (path) => ({ kind: "root", path }) as const,
  );
  return [...root, ...inventories, ...content].toSorted((a, b) => byBytes(a.path, b.path));
}

/** The bytes of the object's own files. */
export function rootFile(path: string, inventory: Uint8Array, sha256: string): Uint8Array {
  if (path === "inventory.json") return inventory;
  return path === OBJECT_DECLARATION.name ? OBJECT_DECLARATION.bytes : sidecarBytes(sha256);
}

export function isAttachment(path: string): boolean {
  return /^v[0-9]+\/content\/attachments\//.test(path);
}
