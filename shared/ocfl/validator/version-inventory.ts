/** The inventory that a version folder holds. */

import { Report } from "../../findings.ts";
import { joinPath, type Tree } from "../tree.ts";
import { type ContentOptions, checkListedFiles, checkUnlistedFiles, type Expectations } from "./content.ts";
import { checkContentPaths } from "./content-paths.ts";
import { isLater } from "./declaration.ts";
import { checkEarlierInventory } from "./history.ts";
import { checkInventory, type Inventory } from "./inventory.ts";
import { checkSidecar } from "./sidecar.ts";
import type { VersionFolder } from "./structure.ts";

/** What is known of the object once its root has been read. */
export interface ObjectContext {
  readonly tree: Tree;
  readonly path: string;
  readonly options: ContentOptions;
  readonly report: Report;
  /** The bytes of the root's inventory. */
  readonly bytes: Uint8Array;
  readonly inventory: Inventory;
  readonly versionFolders: ReadonlyMap<string, string>;
  /** What the root's inventory is warned of already. */
  readonly rootWarnings: ReadonlySet<string>;
}

/**
 * The inventory in a version's folder: the head's is the root's to the byte (E064), an earlier one is valid in itself
 * and agrees with the root's. Gives the inventory, for the order of the specification's versions (E103).
 */
export async function checkVersionInventory(
  name: string,
  version: VersionFolder,
  present: ReadonlySet<string>,
  expectations: Expectations,
  before: Inventory | undefined,
  object: ObjectContext,
): Promise<Inventory | undefined> {
  const { tree, path, report, inventory: root } = object;
  const where = version.inventory;
  const bytes = where === undefined ? undefined : await tree.read(where);
  if (where === undefined || bytes === undefined) return undefined;
  const folder = joinPath(path, name);
  const isHead = name === (root.versions?.at(-1)?.name ?? root.head);
  const isSame = Buffer.compare(bytes, object.bytes) === 0;
  if (isHead && !isSame)
    report.add("E064", where, "the inventory is not the same as the one in the object's root");
  if (isHead && isSame) {
    await checkSidecar(tree, folder, version.children.files, bytes, root.algorithm, "E015", report);
    checkOrder(root, before, report);
    return root;
  }
  const own = new Report();
  const inventory = checkInventory(bytes, where, { otherwise: root.spec }, own);
  await checkSidecar(tree, folder, version.children.files, bytes, inventory?.algorithm, "E015", own);
  if (inventory !== undefined) {
    checkOrder(inventory, before, own);
    if (isLater(inventory.spec, root.spec)) {
      own.add("E103", where, `the version is of OCFL ${inventory.spec}, but the object of ${root.spec}`);
    }
    const inContent = checkContentPaths(inventory, own);
    const here = [...present].filter((file) => root.manifest?.paths.has(file) === true);
    checkUnlistedFiles(inventory, here, path, own);
    const gone = new Map([...inContent].filter(([file]) => root.manifest?.paths.has(file) !== true));
    checkListedFiles({ ...inventory, fixity: [] }, gone, present, path, own);
    checkEarlierInventory(name, inventory, root, own);
    expectations.add(inventory, inContent);
  }
  report.absorb(own, object.rootWarnings);
  return inventory;
}

/** E103: no version conforms to an earlier specification than the one before it. */
function checkOrder(inventory: Inventory, before: Inventory | undefined, report: Report): void {
  if (before === undefined || !isLater(before.spec, inventory.spec)) return;
  report.add(
    "E103",
    inventory.where,
    `the version is of OCFL ${inventory.spec}, but the one before of ${before.spec}`,
  );
}
