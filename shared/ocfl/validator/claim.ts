/** Checks a version that is claimed and perhaps not published to its end: what is there of it, and nothing else. */
import { type Finding, Report } from "../../findings.ts";
import { joinPath, type Tree, type TreeChildren } from "../tree.ts";
import { type ContentOptions, checkDigests, checkUnlistedFiles, Expectations } from "./content.ts";
import { checkContentPaths } from "./content-paths.ts";
import { checkInventory } from "./inventory.ts";
import { checkVersionFolder } from "./structure.ts";

export interface ClaimedVersion {
  /** The version's folder in the object's. */
  readonly object: string;
  readonly version: string;
  /** The claim: the version's `inventory.json`. */
  readonly bytes: Uint8Array;
}

/** What stands in the version's folder, and what is wrong with it; undefined when the claim is no inventory. */
export async function checkClaim(
  tree: Tree,
  { object, version, bytes }: ClaimedVersion,
  options: ContentOptions,
): Promise<{ readonly children: TreeChildren; readonly findings: readonly Finding[] } | undefined> {
  const folder = joinPath(object, version);
  const report = new Report();
  const inventory = checkInventory(bytes, `${folder}/inventory.json`, { otherwise: "1.1" }, report);
  if (inventory === undefined) return undefined;
  const expectations = new Expectations();
  expectations.add(inventory, checkContentPaths(inventory, report));
  const { children, content } = await checkVersionFolder(tree, folder, "content", options.signal, report);
  const present = content.map((file) => file.slice(joinPath(object, "").length));
  checkUnlistedFiles(inventory, present, object, report);
  await checkDigests(tree, object, present, expectations, options, report);
  return { children, findings: report.findings() };
}
