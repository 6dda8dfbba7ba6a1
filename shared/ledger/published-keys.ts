/** Reads the public keys that stand beside a ledger. */
import { type Finding, finding } from "../findings.ts";
import { parsePublicKeyName, publicKeysKey } from "../keys.ts";
import { lastName, type Tree } from "../ocfl/tree.ts";
import type { PublicKey } from "./public-key.ts";
import { readKey, vaultLedger } from "./read-entry.ts";

/** By id; a file whose bytes are not exactly the key of its name is none. */
export async function publishedKeys(
  tree: Tree,
  orgId: number,
): Promise<{ published: Map<string, PublicKey>; findings: Finding[] }> {
  const { files, folders, others = [] } = await tree.children(publicKeysKey(orgId));
  const published = new Map<string, PublicKey>();
  const findings = [...folders, ...others].map((path) => finding("extra", path, "this is no public key"));
  for (const path of files) {
    const id = parsePublicKeyName(lastName(path));
    if (id === undefined) {
      findings.push(finding("extra", path, "the file is not named as a public key is"));
      continue;
    }
    const key = await readKey(tree, vaultLedger(orgId), id);
    if (key !== undefined) published.set(id, key);
    else findings.push(finding("altered", path, "the file is not the public key of its name"));
  }
  return { published, findings };
}
