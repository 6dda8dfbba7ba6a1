/** Finds what `verify` shall check: the OCFL objects and storage roots at a place. */
import { stat } from "node:fs/promises";
import { ARCHIVE_FOLDER, objectKey } from "../shared/archive/keys.ts";
import { StoreError } from "../shared/errors.ts";
import { lastName, type Tree } from "../shared/ocfl/tree.ts";
import { kindOf } from "../shared/ocfl/validate.ts";
import { isStorageRootDeclaration } from "../shared/ocfl/validate-declaration.ts";
import { hasCode } from "../shared/store/disk.ts";
import { folderTree } from "../shared/store/folder-tree.ts";
import type { OpenStore } from "./wiring.ts";

export interface Target {
  readonly kind: "object" | "storage-root";
  /** Its path in the tree. */
  readonly path: string;
}

export interface Targets {
  readonly tree: Tree;
  /** What the paths are relative to, in words. */
  readonly place: string;
  readonly targets: readonly Target[];
}

/** A ticket's object. @throws StoreError `not-archived` */
export async function ticketTarget(
  { store, tree }: OpenStore,
  orgId: number,
  ticketId: number,
): Promise<Targets> {
  const path = objectKey(orgId, ticketId);
  const { files, folders } = await tree.children(path);
  if (files.length + folders.length === 0) {
    throw nothingThere(`${store.location} has no archive of ticket ${ticketId}: there is no ${path}`);
  }
  return { tree, place: store.location, targets: [{ kind: "object", path }] };
}

/** Every account's storage root. @throws StoreError `not-archived` */
export async function storeTargets({ store, tree }: OpenStore): Promise<Targets> {
  const { folders } = await tree.children(ARCHIVE_FOLDER);
  if (folders.length === 0)
    throw nothingThere(`${store.location} has no archive: there is no folder in ${ARCHIVE_FOLDER}/`);
  return { tree, place: store.location, targets: folders.map((path) => ({ kind: "storage-root", path })) };
}

/**
 * Any folder of the disk, ours or not: an object, a storage root, or a store of ours with storage roots in it.
 * @throws StoreError `not-archived`
 */
export async function folderTargets(folder: string): Promise<Targets> {
  if (!(await isFolder(folder))) throw nothingThere(`There is no folder ${folder}`);
  const tree = folderTree(folder);
  for (const above of [ARCHIVE_FOLDER, ""]) {
    const roots = await declaredRoots(tree, above);
    if (roots.length > 0) return { tree, place: folder, targets: roots };
  }
  const kind = await kindOf(tree, "");
  if (kind === undefined) throw nothingThere(`${folder} shows no sign of an OCFL object or storage root`);
  return { tree, place: folder, targets: [{ kind, path: "" }] };
}

/** The storage roots that stand directly in a folder which is none itself. */
async function declaredRoots(tree: Tree, above: string): Promise<Target[]> {
  const { folders, files } = await tree.children(above);
  if (files.some((file) => isStorageRootDeclaration(lastName(file)))) return [];
  const roots: Target[] = [];
  for (const path of folders) {
    const inside = await tree.children(path);
    if (inside.files.some((file) => isStorageRootDeclaration(lastName(file)))) {
      roots.push({ kind: "storage-root", path });
    }
  }
  return roots;
}

async function isFolder(path: string): Promise<boolean> {
  try {
    return (await stat(path)).isDirectory();
  } catch (error) {
    if (hasCode(error, "ENOENT") || hasCode(error, "ENOTDIR")) return false;
    throw error;
  }
}

function nothingThere(what: string): StoreError {
  return new StoreError("not-archived", `${what}. Nothing was checked: check the place, --store and --org.`);
}
