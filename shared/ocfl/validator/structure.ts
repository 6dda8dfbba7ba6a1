/** What may stand in an object's folder and in the folders of its versions. */

import { printable, type Report } from "../../findings.ts";
import { joinPath, lastName, type Tree, type TreeChildren } from "../tree.ts";
import { isObjectDeclaration } from "./declaration.ts";
import { INVENTORY, isInventoryFile } from "./sidecar.ts";

const VERSION_FOLDER = /^v\d+$/;

/** Sorts the children of an object's folder; E001, E034, E067, E082, E090. */
export async function checkObjectFolder(
  tree: Tree,
  top: TreeChildren,
  report: Report,
): Promise<{ versionFolders: ReadonlyMap<string, string>; extensions: string | undefined }> {
  const versionFolders = new Map<string, string>();
  let extensions: string | undefined;
  reportOthers(top, report);
  for (const file of top.files) checkObjectFile(file, report);
  for (const folder of top.folders) {
    const name = lastName(folder);
    if (VERSION_FOLDER.test(name)) versionFolders.set(name, folder);
    else if (name === "extensions") extensions = folder;
    else if (name !== "logs") await reportExtraFolder(tree, folder, report);
  }
  return { versionFolders, extensions };
}

function checkObjectFile(file: string, report: Report): void {
  const name = lastName(file);
  if (isObjectDeclaration(name) || isInventoryFile(name)) return;
  report.add("E001", file, `the object's folder holds the file ${printable(name)}`);
}

async function reportExtraFolder(tree: Tree, folder: string, report: Report): Promise<void> {
  report.add("E001", folder, `the object's folder holds the folder ${printable(lastName(folder))}`);
  const { files } = await tree.children(folder);
  if (files.some((file) => isObjectDeclaration(lastName(file)))) {
    report.add("E082", folder, "an object stands inside another object");
  }
}

/** E090, anywhere in an object or storage root. */
export function reportOthers({ others = [] }: TreeChildren, report: Report): void {
  for (const path of others)
    report.add("E090", path, "this is a link or device; OCFL knows only files and folders");
}

/** E034: there is a file that would be the inventory under its right name. E063 is the caller's. */
export function reportMisnamedInventory(top: TreeChildren, report: Report): void {
  for (const file of top.files) {
    if (/^inventory\.json/i.test(lastName(file)) && !isInventoryFile(lastName(file))) {
      report.add("E034", file, `the inventory must be named ${INVENTORY}`);
    }
  }
}

/** What one version folder holds of content. */
export interface VersionFolder {
  /** The version's inventory, if there is one. */
  readonly inventory: string | undefined;
  readonly children: TreeChildren;
  /** Every file below the content folder. */
  readonly content: readonly string[];
  readonly hasContentFolder: boolean;
}

/** Walks a version's folder; E015, E024, E090, W002, W003, W010. */
export async function checkVersionFolder(
  tree: Tree,
  folder: string,
  contentDirectory: string,
  signal: AbortSignal | undefined,
  report: Report,
): Promise<VersionFolder> {
  const children = await tree.children(folder);
  reportOthers(children, report);
  for (const file of children.files) {
    if (!isInventoryFile(lastName(file)))
      report.add("E015", file, "only an inventory may stand beside the content folder");
  }
  const inventory = children.files.find((file) => lastName(file) === INVENTORY);
  if (inventory === undefined) report.add("W010", folder, "the version has no inventory");
  const contentFolder = joinPath(folder, contentDirectory);
  const hasContentFolder = children.folders.includes(contentFolder);
  for (const other of children.folders) {
    if (other !== contentFolder)
      report.add("W002", other, "the version has a folder beside its content folder");
  }
  const content = hasContentFolder ? await walkContent(tree, contentFolder, signal, report) : [];
  if (hasContentFolder && content.length === 0)
    report.add("W003", contentFolder, "the content folder holds no files");
  return { inventory, children, content, hasContentFolder };
}

async function walkContent(
  tree: Tree,
  top: string,
  signal: AbortSignal | undefined,
  report: Report,
): Promise<string[]> {
  const found: string[] = [];
  const pending = [top];
  for (let folder = pending.pop(); folder !== undefined; folder = pending.pop()) {
    signal?.throwIfAborted();
    const children = await tree.children(folder);
    reportOthers(children, report);
    const { files, folders, others = [] } = children;
    if (folder !== top && files.length + folders.length + others.length === 0) {
      report.add("E024", folder, "the content folder holds an empty folder");
    }
    for (const file of files) found.push(file);
    for (const inner of folders) pending.push(inner);
  }
  return found;
}
