/** Checks the content of an object whose root has no readable inventory: by the inventories of its versions. */

import { type Finding, Report } from "../../findings.ts";
import type { Tree } from "../tree.ts";
import { lastName } from "../tree.ts";
import { checkDigests, checkListedFiles, checkUnlistedFiles, Expectations } from "./content.ts";
import { checkContentPaths } from "./content-paths.ts";
import { checkInventory, type Inventory } from "./inventory.ts";
import { checkVersionFolder } from "./structure.ts";

/** How an object is read: through `tree`, or from what was seen of it before. */
interface Seen extends Pick<Tree, "read" | "children"> {
  readonly tree: Tree;
}

/** What is wrong with the inventories themselves was found before: only the content's findings are given. */
export async function checkHeadlessContent(
  { tree, read, children }: Seen,
  object: string,
  options: { readonly mode: "quick" | "full"; readonly signal?: AbortSignal | undefined },
): Promise<readonly Finding[]> {
  const report = new Report();
  const known = new Report();
  const expectations = new Expectations();
  const present = new Set<string>();
  let newest: Inventory | undefined;
  const { folders } = await children(object);
  const number = (folder: string): number => Number(lastName(folder).slice(1));
  const versions = folders.filter((folder) => /\/v[1-9]\d{0,8}$/.test(folder));
  for (const folder of versions.toSorted((a, b) => number(a) - number(b))) {
    const { content } = await checkVersionFolder(tree, folder, "content", options.signal, known);
    for (const file of content) present.add(file.slice(object.length + 1));
    const where = `${folder}/inventory.json`;
    const bytes = await read(where);
    const inventory = bytes && checkInventory(bytes, where, { otherwise: "1.1" }, known);
    if (inventory === undefined) continue;
    expectations.add(inventory, checkContentPaths(inventory, known));
    newest = inventory;
  }
  if (newest !== undefined) {
    checkListedFiles(newest, checkContentPaths(newest, known), present, object, report);
    checkUnlistedFiles(newest, present, object, report);
  }
  await checkDigests(tree, object, present, expectations, options, report);
  return report.findings();
}
