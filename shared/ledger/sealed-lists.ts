/** Reads the lists that a checkpoint names, each held against its digest. */
import pMap from "p-map";
import { sha256Hex } from "../digest.ts";
import { IntegrityError } from "../errors.ts";
import { type Finding, finding } from "../findings.ts";
import type { Tree } from "../ocfl/tree.ts";
import { parseList, type SealedList } from "./checkpoint.ts";
import { listKey } from "./checkpoint-keys.ts";

const AT_ONCE = 16;

/** Digests of sealed files by their keys. @throws IntegrityError `checkpoint-altered`; what the tree throws */
export async function readList(
  tree: Pick<Tree, "read">,
  orgId: number,
  { sha256 }: SealedList,
): Promise<ReadonlyMap<string, string>> {
  const key = listKey(orgId, sha256);
  const bytes = await tree.read(key);
  if (bytes !== undefined && sha256Hex(bytes) === sha256) return parseList(bytes, key);
  const message = `${key} is missing or not what a checkpoint names. Run \`ticketvault verify\`.`;
  throw new IntegrityError("checkpoint-altered", message);
}

/** The files of lists; of those that are missing or altered, which they are and a finding each. @throws what the tree throws */
export async function readLists(
  tree: Pick<Tree, "read">,
  orgId: number,
  lists: readonly SealedList[],
): Promise<{
  readonly files: ReadonlyMap<string, string>;
  readonly lost: readonly SealedList[];
  readonly findings: readonly Finding[];
}> {
  const files = new Map<string, string>();
  const findings: Finding[] = [];
  const lost: SealedList[] = [];
  const read = async (list: SealedList): Promise<void> => {
    try {
      for (const [key, sha256] of await readList(tree, orgId, list)) files.set(key, sha256);
    } catch (error) {
      if (!(error instanceof IntegrityError)) throw error;
      const message = "a checkpoint names this list, and it is missing or holds other bytes";
      lost.push(list);
      findings.push(finding("altered", listKey(orgId, list.sha256), message));
    }
  };
  await pMap(lists, read, { concurrency: AT_ONCE });
  return { files, lost, findings };
}
