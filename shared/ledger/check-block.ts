/** Checks entries from the middle of a ledger, which a checkpoint covers: chain and signatures, as when they were new. */
import { type Finding, finding, isError } from "../findings.ts";
import { entryKey } from "../keys.ts";
import type { Tree } from "../ocfl/tree.ts";
import { Chain, type Link } from "./chain.ts";
import { publishedKeys } from "./published-keys.ts";
import { readLink, vaultLedger } from "./read-entry.ts";

export interface Block {
  readonly from: number;
  readonly to: number;
}

const AT_ONCE = 16;

/**
 * The errors in the entries of blocks, each with the entry before and after it, so that one that was exchanged breaks the chain.
 * @param keys ids of the keys that could sign until then
 * @throws what the tree throws
 */
export async function checkBlocks(
  tree: Tree,
  orgId: number,
  blocks: readonly Block[],
  { keys: trusted, time }: { readonly keys: readonly string[]; readonly time: AbortSignal },
): Promise<{ readonly findings: readonly Finding[]; readonly checked: number }> {
  const { published: keys } = blocks.length > 0 ? await publishedKeys(tree, orgId) : { published: new Map() };
  const findings: Finding[] = [];
  let checked = 0;
  for (const { from, to } of blocks) {
    if (time.aborted) break;
    const chain = new Chain({ orgId, keys, trusted });
    for await (const link of links(tree, orgId, Math.max(1, from - 1), to + 1)) {
      if (link.bytes.length > 0) chain.add(link);
      else if (link.sequence <= to) findings.push(missing(orgId, link.sequence));
    }
    findings.push(...chain.findings.filter(isError));
    checked += 1;
  }
  return { findings, checked };
}

function missing(orgId: number, sequence: number): Finding {
  return finding("missing", entryKey(orgId, sequence), "the entry is missing, though a checkpoint covers it");
}

async function* links(tree: Tree, orgId: number, from: number, to: number): AsyncIterable<Link> {
  const place = vaultLedger(orgId);
  const read = async (sequence: number): Promise<Link> =>
    (await readLink(tree, place, sequence)) ?? { sequence, bytes: new Uint8Array(), signature: undefined };
  for (let start = from; start <= to; start += AT_ONCE) {
    const sequences = Array.from({ length: Math.min(AT_ONCE, to - start + 1) }, (_, index) => start + index);
    yield* await Promise.all(sequences.map(read));
  }
}
