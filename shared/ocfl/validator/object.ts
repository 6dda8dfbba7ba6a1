/** Validates one OCFL object, of 1.0 or 1.1. */

import { type Finding, Report } from "../../findings.ts";
import { joinPath, type Tree, type TreeChildren } from "../tree.ts";
import {
  type ContentOptions,
  checkDigests,
  checkListedFiles,
  checkUnlistedFiles,
  Expectations,
} from "./content.ts";
import { checkContentPaths } from "./content-paths.ts";
import { parseVersionName } from "./context.ts";
import { checkObjectDeclaration, isLater, type SpecVersion } from "./declaration.ts";
import { checkExtensions } from "./extensions.ts";
import { checkInventory, type Inventory } from "./inventory.ts";
import { checkSidecar, INVENTORY } from "./sidecar.ts";
import {
  checkObjectFolder,
  checkVersionFolder,
  reportMisnamedInventory,
  type VersionFolder,
} from "./structure.ts";
import { checkVersionInventory, type ObjectContext } from "./version-inventory.ts";

/** How to validate; `quick` checks everything but what the content files hold. */
export type ValidateOptions = ContentOptions;

export interface ObjectResult {
  /** Where the object stands in the tree. */
  readonly path: string;
  /** In order of path, code and message; empty for an object without a flaw. */
  readonly findings: readonly Finding[];
  /** As the object states them, unchecked: show them with `printable`. */
  readonly id: string | undefined;
  readonly head: string | undefined;
  /** The declared version of the specification. */
  readonly spec: SpecVersion | undefined;
  /** Content files. */
  readonly files: number;
  /** Bytes read of content files; 0 in quick mode. */
  readonly bytes: number;
}

/**
 * Checks the object whose folder is `path`. Whatever the folder holds gives findings, never an exception; only what
 * the tree itself throws passes through, and the signal's reason.
 * @param rootSpec the version that the storage root around it declares (E081)
 */
export async function validateObject(
  tree: Tree,
  path: string,
  options: ValidateOptions,
  rootSpec?: SpecVersion | undefined,
): Promise<ObjectResult> {
  const report = new Report();
  const top = await tree.children(path);
  const spec = await checkObjectDeclaration(tree, path, top.files, report);
  if (spec !== undefined && rootSpec !== undefined && isLater(spec, rootSpec)) {
    report.add("E081", path, `the object is of OCFL ${spec}, but its storage root of ${rootSpec}`);
  }
  const { versionFolders, extensions } = await checkObjectFolder(tree, top, report);
  if (extensions !== undefined) {
    await checkExtensions(tree, extensions, { file: "E067", name: "W013" }, report);
  }
  const root = await readRootInventory(tree, path, top, spec, report);
  const content =
    root === undefined
      ? { files: 0, bytes: 0 }
      : await checkVersionsAndContent({
          tree,
          path,
          options,
          report,
          versionFolders,
          rootWarnings: report.warnings(),
          ...root,
        });
  const { id, head } = root?.inventory ?? { id: undefined, head: undefined };
  return { path, findings: report.findings(), id, head, spec, ...content };
}

/** E063, and what the inventory and its sidecar have to say. */
async function readRootInventory(
  tree: Tree,
  path: string,
  top: TreeChildren,
  spec: SpecVersion | undefined,
  report: Report,
): Promise<{ bytes: Uint8Array; inventory: Inventory } | undefined> {
  const where = joinPath(path, INVENTORY);
  const bytes = top.files.includes(where) ? await tree.read(where) : undefined;
  if (bytes === undefined) {
    report.add("E063", path, "the object has no inventory");
    reportMisnamedInventory(top, report);
    return undefined;
  }
  const inventory = checkInventory(bytes, where, { declared: spec, otherwise: "1.1" }, report);
  await checkSidecar(tree, path, top.files, bytes, inventory?.algorithm, "E001", report);
  return inventory === undefined ? undefined : { bytes, inventory };
}

async function checkVersionsAndContent(object: ObjectContext): Promise<{ files: number; bytes: number }> {
  const { tree, path, options, report, inventory } = object;
  const names = checkFoldersOfVersions(object);
  const inContent = checkContentPaths(inventory, report);
  const expectations = new Expectations();
  expectations.add(inventory, inContent);
  const present = new Set<string>();
  let newest: Inventory | undefined;
  for (const name of names) {
    options.signal?.throwIfAborted();
    const folder = joinPath(path, name);
    const version = await checkVersionFolder(
      tree,
      folder,
      inventory.contentDirectory,
      options.signal,
      report,
    );
    for (const file of version.content) present.add(path === "" ? file : file.slice(path.length + 1));
    checkHasContent(folder, version, inContent, object);
    newest = (await checkVersionInventory(name, version, present, expectations, newest, object)) ?? newest;
  }
  checkListedFiles(inventory, inContent, present, path, report);
  checkUnlistedFiles(inventory, present, path, report);
  const bytes = await checkDigests(tree, path, present, expectations, options, report);
  return { files: present.size, bytes };
}

/**
 * E010 and E046: the versions that the inventory names are the version folders. Gives the names that are both, in
 * order; all folders when there is no versions block. What an unnamed version holds is not looked at.
 */
function checkFoldersOfVersions({ inventory, versionFolders, path, report }: ObjectContext): string[] {
  if (inventory.versions === undefined) return inOrder(versionFolders.keys());
  const names = new Set(inventory.versions.map((block) => block.name));
  for (const name of names) {
    if (!versionFolders.has(name)) {
      report.add(
        ["E010", "E046"],
        joinPath(path, name),
        "the inventory has this version, but its folder is missing",
      );
    }
  }
  for (const [name, folder] of versionFolders) {
    if (!names.has(name)) report.add("E046", folder, "the inventory does not have this version");
  }
  return inOrder([...versionFolders.keys()].filter((name) => names.has(name)));
}

/** E016: a version whose content folder is missing although the manifest lists files in it. */
function checkHasContent(
  folder: string,
  version: VersionFolder,
  inContent: ReadonlyMap<string, string>,
  { path, report, inventory }: ObjectContext,
): void {
  if (version.hasContentFolder) return;
  const below = `${path === "" ? folder : folder.slice(path.length + 1)}/${inventory.contentDirectory}/`;
  for (const listed of inContent.keys()) {
    if (!listed.startsWith(below)) continue;
    report.add("E016", folder, "the manifest lists content of this version, but it has no content folder");
    return;
  }
}

/** Names of version folders in order of their numbers. */
function inOrder(names: Iterable<string>): string[] {
  const number = (name: string) => parseVersionName(name)?.number ?? 0;
  return [...names].sort((a, b) => number(a) - number(b) || a.localeCompare(b, "en"));
}
