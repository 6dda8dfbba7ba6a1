/**
 * Checks the files around the content to the byte: OCFL leaves room there (logs, extensions, spaces in sidecars) that
 * Ticketvault never uses, so whatever stands in it came from somebody else.
 */
import { sha256Hex } from "../digest.ts";
import { type Finding, finding, newerFinding } from "../findings.ts";
import { parseNumberedName } from "../keys.ts";
import { sidecarBytes } from "../ocfl/inventory.ts";
import { OBJECT_DECLARATION, STORAGE_ROOT_FILES } from "../ocfl/layout.ts";
import { joinPath, lastName, type Tree, type TreeChildren } from "../ocfl/tree.ts";
import { isOfNewerProgram } from "./newer-object.ts";
import type { Observed } from "./observed-tree.ts";

const EXTRA = "Ticketvault writes nothing of this name here";

/** An account's storage root: its own files are there to the byte, and nothing else but tickets. */
async function checkRootLayout(tree: Tree, root: string): Promise<Finding[]> {
  const expected = new Map(STORAGE_ROOT_FILES.map(({ name, bytes }) => [joinPath(root, name), bytes]));
  const findings: Finding[] = [];
  for (const [path, bytes] of expected) findings.push(...sameBytes(path, await tree.read(path), bytes));
  const top = await tree.children(root);
  findings.push(
    ...extras(top, expected, (name) => name === "extensions" || parseNumberedName(name) !== undefined),
  );
  const pending = top.folders.filter((folder) => lastName(folder) === "extensions");
  for (let folder = pending.pop(); folder !== undefined; folder = pending.pop()) {
    const children = await tree.children(folder);
    findings.push(...extras(children, expected, () => true));
    pending.push(...children.folders);
  }
  return findings;
}

/** The same, or that a newer program laid the storage root out: the tickets in it are checked each by itself. */
export async function checkRoot(tree: Tree, root: string): Promise<Finding[]> {
  return (await isOfNewerProgram(tree, root)) ? [newerFinding(root)] : checkRootLayout(tree, root);
}

/** A ticket's object: declaration and sidecars to the byte; version folders, inventories and content, nothing else. */
export async function checkObjectLayout(observed: Observed, object: string): Promise<Finding[]> {
  const top = await observed.children(object);
  const declaration = joinPath(object, OBJECT_DECLARATION.name);
  const findings = [
    ...sameBytes(declaration, await observed.read(declaration), OBJECT_DECLARATION.bytes),
    ...extras(top, new Set([declaration, ...inventoryFiles(object)]), (name) => /^v[1-9]\d*$/.test(name)),
    ...(await checkSidecar(observed, object)),
  ];
  for (const version of top.folders.filter((folder) => /\/v[1-9]\d*$/.test(folder))) {
    const children = await observed.children(version);
    findings.push(...extras(children, new Set(inventoryFiles(version)), (name) => name === "content"));
    findings.push(...(await checkSidecar(observed, version)));
  }
  return findings;
}

function inventoryFiles(folder: string): [inventory: string, sidecar: string] {
  return [joinPath(folder, "inventory.json"), joinPath(folder, "inventory.json.sha256")];
}

async function checkSidecar(observed: Observed, folder: string): Promise<Finding[]> {
  const [inventory, sidecar] = inventoryFiles(folder);
  const bytes = await observed.read(inventory);
  if (bytes === undefined) return [finding("missing", inventory, "the inventory is missing")];
  return sameBytes(sidecar, await observed.read(sidecar), sidecarBytes(sha256Hex(bytes)));
}

function sameBytes(path: string, actual: Uint8Array | undefined, expected: Uint8Array): Finding[] {
  if (actual === undefined) return [finding("missing", path, "the file is missing")];
  if (Buffer.compare(actual, expected) === 0) return [];
  return [finding("altered", path, "the file does not hold what Ticketvault writes there")];
}

function extras(
  { files, folders, others = [] }: TreeChildren,
  expected: { has(path: string): boolean },
  isFolder: (name: string) => boolean,
): Finding[] {
  const paths = [
    ...files.filter((file) => !expected.has(file)),
    ...folders.filter((folder) => !isFolder(lastName(folder))),
    ...others,
  ];
  return paths.map((path) => finding("extra", path, EXTRA));
}
