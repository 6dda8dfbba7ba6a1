/** An earlier version's inventory against the inventory in the object's root. */

import { printable, type Report } from "../../findings.ts";
import { parseVersionName } from "./context.ts";
import type { Inventory } from "./inventory.ts";
import type { VersionBlock } from "./versions.ts";

/** `version` is the name of the folder in which the earlier inventory stands. E019, E020, E037, E040, E066, E092, E110, W011. */
export function checkEarlierInventory(
  version: string,
  earlier: Inventory,
  root: Inventory,
  report: Report,
): void {
  const { where } = earlier;
  if (earlier.id !== undefined && root.id !== undefined && earlier.id !== root.id) {
    const codes = earlier.spec === "1.0" && root.spec === "1.0" ? ["E037"] : ["E037", "E110"];
    report.add(
      codes,
      where,
      `the id is ${printable(earlier.id)}, but ${printable(root.id)} in the object's root`,
    );
  }
  if (earlier.head !== undefined && earlier.head !== version) {
    report.add("E040", where, `the head is ${printable(earlier.head)} in the folder of ${version}`);
  }
  checkContentDirectory(version, earlier, root, report);
  checkManifests(earlier, root, report);
  const blocks = new Map(root.versions?.map((block) => [block.name, block]));
  for (const block of earlier.versions ?? []) {
    const current = blocks.get(block.name);
    if (current === undefined) {
      report.add("E066", where, `the version ${block.name} is not in the root's inventory`);
      continue;
    }
    checkSameState(block, current, earlier, root, report);
    checkSameMetadata(block, current, where, report);
  }
}

function checkContentDirectory(version: string, earlier: Inventory, root: Inventory, report: Report): void {
  const isFirst = parseVersionName(version)?.number === 1;
  const changed = earlier.contentDirectory !== root.contentDirectory;
  const setLater = root.contentDirectorySet && !earlier.contentDirectorySet;
  const codes = [...(isFirst && (changed || setLater) ? ["E019"] : []), ...(changed ? ["E020"] : [])];
  const [before, now] = [earlier, root].map((inventory) =>
    inventory.contentDirectorySet ? printable(inventory.contentDirectory) : "not set",
  );
  report.add(codes, earlier.where, `the contentDirectory is ${before}, but ${now} in the root's inventory`);
}

/** E092: by the same algorithm the same file has the same digest in both. */
function checkManifests(earlier: Inventory, root: Inventory, report: Report): void {
  if (earlier.algorithm !== root.algorithm) return;
  for (const [path, digest] of earlier.manifest?.paths ?? []) {
    const current = root.manifest?.paths.get(path);
    if (current === undefined || sameDigest(current, digest)) continue;
    report.add(
      "E092",
      earlier.where,
      `the manifest's digest of ${printable(path)} is not the root inventory's`,
    );
  }
}

function checkSameState(
  block: VersionBlock,
  current: VersionBlock,
  earlier: Inventory,
  root: Inventory,
  report: Report,
): void {
  if (block.state === undefined || current.state === undefined) return;
  const isSame = contentComparison(earlier, root);
  for (const [path, digest] of block.state.paths) {
    const now = current.state.paths.get(path);
    if (now === undefined) {
      report.add(
        "E066",
        earlier.where,
        `${block.name} has ${printable(path)}, but not in the root's inventory`,
      );
    } else if (!isSame(digest, now)) {
      const message = `in ${block.name} ${printable(path)} has other content than in the root's inventory`;
      report.add("E066", earlier.where, message);
    }
  }
  for (const path of current.state.paths.keys()) {
    if (!block.state.paths.has(path)) {
      report.add(
        "E066",
        earlier.where,
        `${block.name} lacks ${printable(path)}, which the root's inventory has`,
      );
    }
  }
}

/**
 * How to tell that two states mean the same content: by the digests, or, where the algorithm changed, by the content
 * paths. The root's manifest may know further copies of the same content in later versions.
 */
function contentComparison(earlier: Inventory, root: Inventory): (before: string, now: string) => boolean {
  if (earlier.algorithm === root.algorithm) return sameDigest;
  const before = pathsByDigest(earlier);
  return (digest, now) => (before.get(digest) ?? []).every((path) => root.manifest?.paths.get(path) === now);
}

function pathsByDigest(inventory: Inventory): Map<string, string[]> {
  const byDigest = new Map<string, string[]>();
  for (const [path, digest] of inventory.manifest?.paths ?? []) {
    const paths = byDigest.get(digest);
    if (paths === undefined) byDigest.set(digest, [path]);
    else paths.push(path);
  }
  return byDigest;
}

function sameDigest(a: string, b: string): boolean {
  return a.toLowerCase() === b.toLowerCase();
}

function checkSameMetadata(block: VersionBlock, current: VersionBlock, where: string, report: Report): void {
  const pairs = [
    ["created time", block.created, current.created],
    ["message", block.message, current.message],
    ["user", block.user?.name, current.user?.name],
    ["user", block.user?.address, current.user?.address],
  ] as const;
  for (const [what, before, now] of pairs) {
    if (before !== now) report.add("W011", where, `the ${what} of ${block.name} is not the root inventory's`);
  }
}
