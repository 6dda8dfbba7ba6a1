/** The sidecar of an inventory: the file beside it that holds its digest. */

import type { Report } from "../../findings.ts";
import { joinPath, lastName, type Tree } from "../tree.ts";
import { digestOf, isKnownAlgorithm } from "./digests.ts";

export const INVENTORY = "inventory.json";
const PREFIX = `${INVENTORY}.`;
const FORM = /^([0-9a-fA-F]+)[ \t]+inventory\.json[ \t\r\n]*$/;
/** No digest is longer than 128 digits; what is larger than this is no sidecar. */
const LARGEST = 4096;

/** True for the names that belong to inventories: the file itself and its sidecars. */
export function isInventoryFile(name: string): boolean {
  return name === INVENTORY || (name.startsWith(PREFIX) && name.length > PREFIX.length);
}

/**
 * Checks the sidecar of the inventory in `folder`. E058 to E061, and `strayCode` for a second one beside the right one.
 * `algorithm` is what the inventory names, undefined when it names none.
 */
export async function checkSidecar(
  tree: Tree,
  folder: string,
  files: readonly string[],
  inventory: Uint8Array,
  algorithm: string | undefined,
  strayCode: string,
  report: Report,
): Promise<void> {
  const sidecars = files.filter((file) => lastName(file).startsWith(PREFIX));
  const named =
    algorithm ?? sidecars.map((file) => lastName(file).slice(PREFIX.length)).find(isKnownAlgorithm);
  const right = named === undefined ? undefined : sidecars.find((file) => lastName(file) === PREFIX + named);
  if (named === undefined || right === undefined) {
    report.add("E058", joinPath(folder, INVENTORY), "the inventory has no sidecar by its digestAlgorithm");
  } else {
    await checkDigest(tree, right, named, inventory, report);
  }
  if (algorithm === undefined) return;
  for (const other of sidecars.filter((file) => file !== right)) {
    const code = right === undefined ? "E059" : strayCode;
    report.add(code, other, "the sidecar is not named after the inventory's digestAlgorithm");
  }
}

async function checkDigest(
  tree: Tree,
  sidecar: string,
  algorithm: string,
  inventory: Uint8Array,
  report: Report,
): Promise<void> {
  const bytes = await tree.read(sidecar);
  // A decoder of text would drop a byte order mark.
  const text = bytes === undefined || bytes.byteLength > LARGEST ? "" : Buffer.from(bytes).toString("latin1");
  const stated = FORM.exec(text)?.[1]?.toLowerCase();
  if (stated === undefined) {
    report.add("E061", sidecar, "the sidecar is not a digest, spaces and inventory.json");
    return;
  }
  const actual = digestOf(algorithm, inventory);
  if (actual !== undefined && stated !== actual) {
    report.add("E060", sidecar, `the sidecar's digest is not that of the inventory, which is ${actual}`);
  }
}
