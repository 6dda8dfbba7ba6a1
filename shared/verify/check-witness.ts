/** Holds a ledger against the entries that a witness keeps of it, where whoever changed the ledger could not change them. */
import { type Finding, finding } from "../findings.ts";
import { ledgerKey, parseLedgerName } from "../keys.ts";
import type { PublicKey } from "../ledger/public-key.ts";
import { isSignatureOf } from "../ledger/public-key.ts";
import { readEntry, readLink, vaultLedger } from "../ledger/read-entry.ts";
import { lastName, type Tree } from "../ocfl/tree.ts";
import { checkHistory } from "./check-history.ts";

/** The end of a ledger is what is cut off: of the copies, one a day, so many are always compared. */
const NEWEST = 31;

/** What a ledger is compared with. */
export interface Witness {
  readonly tree: Tree;
  /** The place in words. */
  readonly location: string;
}

/**
 * @param pinned keys known from elsewhere: a copy that one of them names as its signer, and has not signed, counts for nothing
 * @param isWanted which copies, by their numbers, are compared beside those of the last month; all by default
 * @throws what the trees throw
 */
export async function checkWitness(
  tree: Tree,
  orgId: number,
  { tree: witness, location }: Witness,
  pinned: readonly PublicKey[],
  isWanted: (sequence: number) => boolean = () => true,
): Promise<Finding[]> {
  const { files } = await witness.children(ledgerKey(orgId));
  const findings = (await checkHistory(witness, ledgerKey(orgId))).map((each) => ({
    ...each,
    path: `${location}/${each.path}`,
  }));
  const copies = files.flatMap((path) => {
    const name = parseLedgerName(lastName(path));
    return name?.kind === "entry" ? { path, sequence: name.sequence } : [];
  });
  if (copies.length === 0) {
    const message = `the witness ${location} has no entry of this ledger: nothing was compared`;
    return [...findings, finding("missing", ledgerKey(orgId), message, "unchecked")];
  }
  const newest = copies.at(-NEWEST)?.sequence ?? 0;
  for (const { path, sequence } of copies) {
    if (sequence < newest && !isWanted(sequence)) continue;
    const copy = await readLink(witness, vaultLedger(orgId), sequence);
    if (copy === undefined) continue;
    const signer = pinned.find(({ id }) => id === readEntry(copy.bytes, path)?.keyId);
    if (signer && !(copy.signature && isSignatureOf(copy.bytes, copy.signature, signer))) {
      findings.push(
        finding("bad-signature", `${location}/${path}`, "the witness's copy is not signed by its key"),
      );
      continue;
    }
    const bytes = await tree.read(path);
    if (bytes === undefined) findings.push(gone(path, location));
    else if (Buffer.compare(bytes, copy.bytes) !== 0) findings.push(rewritten(path, location));
  }
  return findings;
}

function gone(path: string, location: string): Finding {
  const message = `the witness ${location} has this entry, and the ledger has not: it was rolled back, or its end was cut off`;
  return finding("rolled-back", path, message);
}

function rewritten(path: string, location: string): Finding {
  return finding(
    "altered",
    path,
    `the witness ${location} has another entry of this number: the ledger was rewritten`,
  );
}
