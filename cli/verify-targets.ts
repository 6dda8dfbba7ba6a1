/** Finds what `verify` shall check: the OCFL objects and storage roots at a place. */
import { stat } from "node:fs/promises";
import { ARCHIVE_FOLDER, objectKey } from "../shared/archive/keys.ts";
import { StoreError } from "../shared/errors.ts";
import { lastName, type Tree, type TreeChildren } from "../shared/ocfl/tree.ts";
import { type Finding, kindOf } from "../shared/ocfl/validate.ts";
import { isStorageRootDeclaration } from "../shared/ocfl/validate-declaration.ts";
import { Report } from "../shared/ocfl/validate-findings.ts";
import { reportOthers } from "../shared/ocfl/validate-structure.ts";
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
  /** What stands beside the storage roots and should not. */
  readonly strays: readonly Finding[];
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
  return { tree, place: store.location, targets: [{ kind: "object", path }], strays: [] };
}

/** Every account's storage root. @throws StoreError `not-archived` */
export async function storeTargets({ store, tree }: OpenStore): Promise<Targets> {
  const inside = await tree.children(ARCHIVE_FOLDER);
  const { folders, files, others = [] } = inside;
  if (folders.length + files.length + others.length === 0)
    throw nothingThere(`${store.location} has no archive: there is nothing in ${ARCHIVE_FOLDER}/`);
  return { tree, place: store.location, ...rootsAndStrays(inside) };
}

/**
 * Any folder of the disk, ours or not: an object, a storage root, or a store of ours with storage roots in it.
 * @throws StoreError `not-archived`
 */
export async function folderTargets(folder: string): Promise<Targets> {
  if (!(await isFolder(folder))) throw nothingThere(`There is no folder ${folder}`);
  const tree = folderTree(folder);
  for (const above of [ARCHIVE_FOLDER, ""]) {
    const inside = await tree.children(above);
    if (await holdsStorageRoots(tree, inside)) return { tree, place: folder, ...rootsAndStrays(inside) };
  }
  // A folder that shows no sign of OCFL is told what an object would need.
  const kind = (await kindOf(tree, "")) ?? "object";
  return { tree, place: folder, targets: [{ kind, path: "" }], strays: [] };
}

/** True for a folder that is no storage root itself and has one directly in it. */
async function holdsStorageRoots(tree: Tree, { folders, files }: TreeChildren): Promise<boolean> {
  if (files.some(isDeclaration)) return false;
  for (const path of folders) {
    if ((await tree.children(path)).files.some(isDeclaration)) return true;
  }
  return false;
}

function isDeclaration(file: string): boolean {
  return isStorageRootDeclaration(lastName(file));
}

/** Where storage roots stand, every folder must be one: the declaration of one may have been removed. */
function rootsAndStrays(inside: TreeChildren): Pick<Targets, "targets" | "strays"> {
  const report = new Report();
  reportOthers(inside, report);
  for (const file of inside.files) report.add("E072", file, "the file is not part of a storage root");
  const targets = inside.folders.map((path) => ({ kind: "storage-root", path }) as const);
  return { targets, strays: report.findings() };
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
