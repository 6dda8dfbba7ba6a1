/** Holds the time stamps beside a ledger's entries against these, and against the authorities' certificates where these are given. */
import type { X509Certificate } from "node:crypto";
import { sha256Hex } from "../digest.ts";
import { IntegrityError } from "../errors.ts";
import { type Finding, finding } from "../findings.ts";
import { entryKey, ledgerKey, parseLedgerName } from "../keys.ts";
import { readEntry } from "../ledger/read-entry.ts";
import { lastName, type Tree } from "../ocfl/tree.ts";

/** Clocks differ; an entry may be dated this much (ms) after its time stamp. */
const CLOCKS_DIFFER = 300_000;

export interface TimeStampChecks {
  readonly findings: readonly Finding[];
  /** Time stamps, and the newest of them that is what it says. */
  readonly count: number;
  readonly newest: { readonly sequence: number; readonly time: Date } | undefined;
}

/**
 * @param authorities certificates that vouch for authorities. Without any, only what the time stamps say is looked at
 * @param isWanted of which entries, by their numbers; all by default
 * @throws what the tree throws
 */
export async function checkTimeStamps(
  tree: Tree,
  orgId: number,
  authorities: readonly X509Certificate[],
  isWanted: (sequence: number) => boolean = () => true,
): Promise<TimeStampChecks> {
  const { files } = await tree.children(ledgerKey(orgId));
  const findings: Finding[] = [];
  let count = 0;
  let newest: TimeStampChecks["newest"];
  for (const path of files) {
    const name = parseLedgerName(lastName(path));
    if (name?.kind !== "time-stamp" || !isWanted(name.sequence)) continue;
    count += 1;
    const { sequence } = name;
    const found = await checkOne(tree, { path, entry: entryKey(orgId, sequence) }, authorities);
    if (found instanceof Date) newest = { sequence, time: found };
    else findings.push(found);
  }
  return { findings, count, newest };
}

async function checkOne(
  tree: Tree,
  { path, entry: key }: { readonly path: string; readonly entry: string },
  authorities: readonly X509Certificate[],
): Promise<Date | Finding> {
  // What reads ASN.1 takes a while to load: only who has time stamps waits for it.
  const { isTimeStampOf, readTimeStamp } = await import("../ledger/time-stamp.ts");
  const [answer = new Uint8Array(), bytes = new Uint8Array()] = [await tree.read(path), await tree.read(key)];
  try {
    const { sha256, time } = readTimeStamp(answer, path);
    if (sha256 !== sha256Hex(bytes)) return finding("altered", path, "the time stamp is not of the entry");
    if (authorities.length > 0 && !(await isTimeStampOf(answer, bytes, authorities, path))) {
      const message = "the time stamp is not signed by an authority that the given certificates vouch for";
      return finding("bad-signature", path, message);
    }
    const said = Date.parse(readEntry(bytes, key)?.time ?? "");
    if (said <= time.getTime() + CLOCKS_DIFFER) return time;
    const message = `the entry is dated ${new Date(said).toISOString()}, after its time stamp of ${time.toISOString()}`;
    return finding("broken-chain", key, message);
  } catch (error) {
    if (!(error instanceof IntegrityError)) throw error;
    return finding("altered", path, "this is no time stamp that an authority granted");
  }
}
