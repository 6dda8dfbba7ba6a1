/** Where the content paths of a manifest lead: into the content folders of the versions, or astray. */

import { printable, type Report } from "../../findings.ts";
import { parseVersionName } from "./context.ts";
import type { Inventory } from "./inventory.ts";

/**
 * The manifest's paths that stand in the content folder of a version of this inventory; the others are findings:
 * E014, E035, E042.
 */
export function checkContentPaths(inventory: Inventory, report: Report): ReadonlyMap<string, string> {
  const inContent = new Map<string, string>();
  if (inventory.versions === undefined) return inContent;
  const names = new Set(inventory.versions.map((block) => block.name));
  const numbers = new Set(inventory.versions.map((block) => block.number));
  for (const [path, digest] of inventory.manifest?.paths ?? []) {
    const [version = "", folder, ...rest] = path.split("/", 3);
    if (names.has(version) && folder === inventory.contentDirectory && rest.length > 0) {
      inContent.set(path, digest);
    } else {
      report.add(
        misplacedCodes(path, version, names, numbers),
        inventory.where,
        `a content path is not in the ${printable(inventory.contentDirectory)} folder of a version: ${printable(path)}`,
      );
    }
  }
  return inContent;
}

function misplacedCodes(
  path: string,
  version: string,
  names: ReadonlySet<string>,
  numbers: ReadonlySet<number>,
): string[] {
  if (!path.includes("/") && path.includes("\\")) return ["E035", "E042"];
  const number = parseVersionName(version)?.number;
  if (!names.has(version) && number !== undefined && numbers.has(number)) return ["E014", "E042"];
  return ["E042"];
}
