/**
 * Looks at what S3 keeps besides what it shows. Nothing in a vault is deleted, and nothing but the inventory in a ticket's
 * root is written twice: a delete marker, or an older version of any other file, comes from somebody else.
 */
import { type Finding, finding } from "../findings.ts";
import { isRootInventory, parseInventoryKey } from "../keys.ts";
import type { FileHistory, Tree } from "../ocfl/tree.ts";

/** Beyond this many the rest of a folder is only counted: findings are held in memory. */
const KEPT = 1_000;

/** Everything below a folder, such as a ticket's object or an account's ledger. @throws what the tree throws */
export async function checkHistory(tree: Tree, folder: string): Promise<Finding[]> {
  const findings: Finding[] = [];
  let more = 0;
  let roots: FileHistory[] = [];
  let versions = 0;
  const add = (found: readonly Finding[]): void => {
    const kept = found.slice(0, Math.max(0, KEPT - findings.length));
    findings.push(...kept);
    more += found.length - kept.length;
  };
  for await (const file of tree.history?.(folder) ?? []) {
    if (file.markers > 0) add([marked(file)]);
    if (isRootInventory(file.path)) {
      // A ticket's root comes before its versions, whose number says how often the root was written.
      if (file.path.endsWith(".json")) {
        add(roots.flatMap((root) => overwritten(root, versions)));
        [roots, versions] = [[], 0];
      }
      roots.push(file);
      continue;
    }
    if (isVersion(file.path)) versions += 1;
    add(overwritten(file, 1));
  }
  add(roots.flatMap((root) => overwritten(root, versions)));
  if (more > 0)
    findings.push(finding("hidden", folder, `${more} more files are hidden or were written over`));
  return findings;
}

function isVersion(key: string): boolean {
  return parseInventoryKey(key)?.version !== undefined && key.endsWith(".json");
}

function marked({ path, isHidden }: FileHistory): Finding {
  const message = isHidden
    ? "a delete marker hides the file: S3 still keeps what it was"
    : "the file was hidden by a delete marker, and written anew";
  return finding("hidden", path, message);
}

/** @param often how often the file may have been written */
function overwritten({ path, versions }: FileHistory, often: number): Finding[] {
  if (versions <= Math.max(1, often)) return [];
  const message = `the file was written ${versions} times with different bytes, and only ${often === 1 ? "once" : `${often} times`} by publishing: S3 still keeps what it was`;
  return [finding("hidden", path, message)];
}
