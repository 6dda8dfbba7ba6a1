/** Finds what `verify` shall check: the OCFL objects and storage roots at a place, and the ledgers beside them. */
import { stat } from "node:fs/promises";
import { ARCHIVE_FOLDER, objectKey, storageRootKey } from "../archive/keys.ts";
import { StoreError } from "../errors.ts";
import { ledgerFinding } from "../ledger/findings.ts";
import { LEDGER_FOLDER } from "../ledger/keys.ts";
import { lastName, type Tree, type TreeChildren } from "../ocfl/tree.ts";
import { type Finding, kindOf } from "../ocfl/validate.ts";
import { isStorageRootDeclaration } from "../ocfl/validate-declaration.ts";
import { Report } from "../ocfl/validate-findings.ts";
import { reportOthers } from "../ocfl/validate-structure.ts";
import { hasCode } from "../store/disk.ts";
import { folderTree } from "../store/folder-tree.ts";

export interface Target {
  readonly kind: "object" | "storage-root";
  /** Its path in the tree. */
  readonly path: string;
  /** The account, where the tree is a vault of ours: its ledger stands beside the archive. */
  readonly orgId?: number;
}

/** An open store, as far as it is needed here. */
interface Place {
  readonly store: { readonly location: string };
  readonly tree: Tree;
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
  { store, tree }: Place,
  orgId: number,
  ticketId: number,
): Promise<Targets> {
  const path = objectKey(orgId, ticketId);
  const { files, folders } = await tree.children(path);
  if (files.length + folders.length === 0) {
    throw nothingThere(`${store.location} has no archive of ticket ${ticketId}: there is no ${path}`);
  }
  return { tree, place: store.location, targets: [{ kind: "object", path, orgId }], strays: [] };
}

/** Every account's storage root and ledger. @throws StoreError `not-archived` */
export async function storeTargets({ store, tree }: Place): Promise<Targets> {
  const inside = await tree.children(ARCHIVE_FOLDER);
  const ledgers = await tree.children(LEDGER_FOLDER);
  if ([inside, ledgers].every(isEmpty))
    throw nothingThere(`${store.location} has no archive: there is nothing in ${ARCHIVE_FOLDER}/`);
  return { tree, place: store.location, ...accountsAndStrays(inside, ledgers) };
}

/**
 * Any folder of the disk, ours or not: an object, a storage root, or a store of ours with storage roots in it.
 * @throws StoreError `not-archived`
 */
export async function folderTargets(folder: string): Promise<Targets> {
  if (!(await isFolder(folder))) throw nothingThere(`There is no folder ${folder}`);
  const tree = folderTree(folder);
  const archive = await tree.children(ARCHIVE_FOLDER);
  if (await holdsStorageRoots(tree, archive)) {
    const ledgers = await tree.children(LEDGER_FOLDER);
    return { tree, place: folder, ...accountsAndStrays(archive, ledgers) };
  }
  const inside = await tree.children("");
  if (await holdsStorageRoots(tree, inside)) return { tree, place: folder, ...rootsAndStrays(inside) };
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

/** The same of a vault: accounts are known by the archive or by the ledger alone, whose archive is gone then. */
function accountsAndStrays(
  archive: TreeChildren,
  ledgers: TreeChildren,
): Pick<Targets, "targets" | "strays"> {
  const { targets: roots, strays } = rootsAndStrays(archive);
  const targets: Target[] = roots.map((root) => ({ ...root, ...accountOf(root.path) }));
  const extra = [...ledgers.files, ...(ledgers.others ?? [])];
  for (const path of ledgers.folders) {
    const { orgId } = accountOf(path);
    if (orgId === undefined) extra.push(path);
    else if (!targets.some((target) => target.orgId === orgId))
      targets.push({ kind: "storage-root", path: storageRootKey(orgId), orgId });
  }
  const ofLedgers = extra.map((path) => ledgerFinding("extra", path, "this is no account's ledger"));
  return { targets, strays: [...strays, ...ofLedgers] };
}

function accountOf(path: string): { readonly orgId?: number } {
  const name = lastName(path);
  return /^[1-9]\d{0,15}$/.test(name) ? { orgId: Number(name) } : {};
}

function isEmpty({ files, folders, others = [] }: TreeChildren): boolean {
  return files.length + folders.length + others.length === 0;
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
