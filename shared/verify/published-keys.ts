/** Reads the public keys that stand beside a ledger. */
import { IntegrityError } from "../errors.ts";
import { type Finding, finding } from "../findings.ts";
import { parsePublicKeyName } from "../keys.ts";
import { type PublicKey, readPublicKey } from "../ledger/public-key.ts";
import { lastName, type Tree } from "../ocfl/tree.ts";

/** By id; a file whose bytes are not exactly the key of its name is none. */
export async function publishedKeys(
  tree: Tree,
  folder: string,
): Promise<{ published: Map<string, PublicKey>; findings: Finding[] }> {
  const { files, folders, others = [] } = await tree.children(folder);
  const published = new Map<string, PublicKey>();
  const findings = [...folders, ...others].map((path) => finding("extra", path, "this is no public key"));
  for (const path of files) {
    const id = parsePublicKeyName(lastName(path));
    if (id === undefined) {
      findings.push(finding("extra", path, "the file is not named as a public key is"));
      continue;
    }
    const key = keyIn((await tree.read(path)) ?? new Uint8Array(), path);
    if (key?.id === id) published.set(id, key);
    else findings.push(finding("altered", path, "the file is not the public key of its name"));
  }
  return { published, findings };
}

function keyIn(bytes: Uint8Array, where: string): PublicKey | undefined {
  try {
    const key = readPublicKey(Buffer.from(bytes).toString("latin1"), where);
    return Buffer.compare(Buffer.from(key.pem), bytes) === 0 ? key : undefined;
  } catch (error) {
    if (error instanceof IntegrityError) return undefined;
    throw error;
  }
}
