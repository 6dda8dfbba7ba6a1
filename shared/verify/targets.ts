/** Finds what `verify` shall check: the OCFL objects and storage roots at a place, and the ledgers beside them. */
import { stat } from "node:fs/promises";
import { StoreError, UsageError } from "../errors.ts";
import { type Finding, finding, Report } from "../findings.ts";
import {
  ARCHIVE_FOLDER,
  LEDGER_FOLDER,
  ledgerKey,
  objectKey,
  parseNumberedName,
  storageRootKey,
} from "../keys.ts";
import { CHECKPOINTS_FOLDER } from "../ledger/checkpoint-keys.ts";
import { isEmptyFolder, lastName, type Tree, type TreeChildren } from "../ocfl/tree.ts";
import { isStorageRootDeclaration, kindOf, reportOthers } from "../ocfl/validator/validator.ts";
import { ACCEPTANCES_FOLDER, CENSUS_FOLDER, HOLDS_FOLDER } from "../record-keys.ts";
import { unlessAbsent } from "../store/directory-files.ts";
import { hasCode } from "../store/disk.ts";
import { folderTree } from "../store/folder-tree.ts";
import { isExportFile } from "./export/export-files.ts";

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

/** A ticket's object, and what its account's ledger says of it. */
export function ticketTarget({ store, tree }: Place, orgId: number, ticketId: number): Targets {
  const target = { kind: "object", path: objectKey(orgId, ticketId), orgId } as const;
  return { tree, place: store.location, targets: [target], strays: [] };
}

/**
 * Every account's storage root and ledger.
 * @param orgId an account that is among them whatever is left of it
 * @throws StoreError `not-archived`
 */
export async function storeTargets({ store, tree }: Place, orgId?: number): Promise<Targets> {
  const inside = await tree.children(ARCHIVE_FOLDER);
  const ledgers = await tree.children(LEDGER_FOLDER);
  if ([inside, ledgers].every(isEmptyFolder) && orgId === undefined)
    throw nothingThere(`${store.location} has no archive: there is nothing in ${ARCHIVE_FOLDER}/`);
  return vaultTargets(tree, store.location, orgId);
}

/**
 * A folder of the disk that has to be a vault: what stands there instead of one is not looked at by itself.
 * @param orgId an account that is in it whatever is left of it
 * @throws StoreError `not-archived` when there is no folder
 */
export async function vaultFolderTargets(folder: string, orgId: number): Promise<Targets> {
  if (!(await isFolder(folder))) throw await noFolder(folder);
  return vaultTargets(folderTree(folder), folder, orgId);
}

/**
 * Any folder of the disk, ours or not: an object, a storage root, or a store of ours with storage roots in it.
 * @param orgId of a store, an account that is among them whatever is left of it
 * @throws StoreError `not-archived`
 */
export async function folderTargets(folder: string, orgId?: number): Promise<Targets> {
  if (!(await isFolder(folder))) throw await noFolder(folder);
  const tree = folderTree(folder);
  if (await holdsStorageRoots(tree, await tree.children(ARCHIVE_FOLDER)))
    return vaultTargets(tree, folder, orgId);
  const inside = await tree.children("");
  if (await holdsStorageRoots(tree, inside)) return { tree, place: folder, ...rootsAndStrays(inside) };
  // A folder that shows no sign of OCFL is told what an object would need.
  const kind = (await kindOf(tree, "")) ?? "object";
  return { tree, place: folder, targets: [{ kind, path: "" }], strays: [] };
}

/** How many objects and ledger entries there may be: exact where, as in ours, objects stand directly in their root. */
export async function countWork({ tree, targets }: Targets): Promise<number> {
  let work = 0;
  for (const { kind, path, orgId } of targets) {
    work += kind === "object" ? 1 : (await tree.children(path)).folders.filter(isNoExtension).length;
    if (orgId !== undefined) {
      work += (await tree.children(ledgerKey(orgId))).files.filter((file) => file.endsWith(".json")).length;
    }
  }
  return work;
}

function isNoExtension(folder: string): boolean {
  return !/(^|\/)extensions$/.test(folder);
}

/** What would make the folder an export, were it no vault: nobody but an intruder puts it there. */
async function filesOfExports(tree: Tree): Promise<Finding[]> {
  const { files } = await tree.children("");
  const found = files.filter(isExportFile);
  return found.map((path) => finding("extra", path, "this is of an export, and does not belong in a vault"));
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

/** Folders of a vault in which nothing stands but a folder for each account, and what each of these is. */
const OF_ACCOUNTS = {
  [ARCHIVE_FOLDER]: "archive",
  [LEDGER_FOLDER]: "ledger",
  [HOLDS_FOLDER]: "record of legal holds",
  [ACCEPTANCES_FOLDER]: "record of accepted gaps",
  [CENSUS_FOLDER]: "census",
  [CHECKPOINTS_FOLDER]: "checkpoint",
} as const;

/** Accounts are known by the archive or by the ledger alone, whose archive is gone then; and the one given. */
async function vaultTargets(tree: Tree, place: string, given: number | undefined): Promise<Targets> {
  const accounts = new Set<number>();
  const strays = [
    ...rootsAndStrays(await tree.children(ARCHIVE_FOLDER)).strays,
    ...(await filesOfExports(tree)),
  ];
  for (const [folder, what] of Object.entries(OF_ACCOUNTS)) {
    const { folders, files, others = [] } = await tree.children(folder);
    const extra = folder === ARCHIVE_FOLDER ? [] : [...files, ...others];
    for (const path of folders) {
      const orgId = parseNumberedName(lastName(path));
      if (orgId === undefined) extra.push(path);
      else if (folder === ARCHIVE_FOLDER || folder === LEDGER_FOLDER) accounts.add(orgId);
    }
    strays.push(...extra.map((path) => finding("extra", path, `this is no account's ${what}`)));
  }
  if (given !== undefined) accounts.add(given);
  const targets = [...accounts].map(
    (orgId) => ({ kind: "storage-root", path: storageRootKey(orgId), orgId }) as const,
  );
  return { tree, place, targets, strays };
}

async function isFolder(path: string): Promise<boolean> {
  try {
    return (await stat(path)).isDirectory();
  } catch (error) {
    if (hasCode(error, "ENOENT") || hasCode(error, "ENOTDIR")) return false;
    throw error;
  }
}

async function noFolder(path: string): Promise<UsageError | StoreError> {
  const found = await unlessAbsent(stat(path));
  if (found === undefined) return nothingThere(`There is no folder ${path}`);
  return new UsageError(
    `${path} is a file, and no zip of an export: give a zip that \`export\` made, or the folder of a vault, an export or an OCFL object.`,
  );
}

function nothingThere(what: string): StoreError {
  return new StoreError("not-archived", `${what}. Nothing was checked: check the place, --store and --org.`);
}
