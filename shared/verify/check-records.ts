/** Compares the records of an account, acceptances, legal holds and censuses, with what the ledger seals of them. */

import { sha256Hex } from "../digest.ts";
import { type Finding, finding } from "../findings.ts";
import { plainJson } from "../json.ts";
import type { VerifiedLedger } from "../ledger/check-ledger.ts";
import { entryNamed, type Seal } from "../ledger/sealed-files.ts";
import { parseRecordKey, RECORD_FOLDERS } from "../ledger/sealing-kinds.ts";
import type { Tree } from "../ocfl/tree.ts";
import { acceptancesKey, parseCensusKey } from "../record-keys.ts";
import { checkCensus } from "./check-census.ts";
import { checkHistory } from "./check-history.ts";
import { unsealed } from "./check-ticket.ts";

/** @throws what the tree throws */
export async function checkRecords(
  tree: Tree,
  orgId: number,
  ledger: VerifiedLedger | undefined,
  now: Date,
): Promise<Finding[]> {
  const folders = Object.values(RECORD_FOLDERS).map((folder) => `${folder}/${orgId}`);
  return compare(tree, folders, { orgId, ledger, now, sealed: ledger?.sealed.records ?? new Map() });
}

/** Only those of one ticket, which are its acceptances. @throws what the tree throws */
export async function checkRecordsOfTicket(
  tree: Tree,
  { orgId, ticketId }: { readonly orgId: number; readonly ticketId: number },
  ledger: VerifiedLedger | undefined,
  now: Date,
): Promise<Finding[]> {
  const folder = acceptancesKey(orgId, ticketId);
  const all = [...(ledger?.sealed.records ?? [])];
  const sealed = new Map(all.filter(([key]) => key.startsWith(`${folder}/`)));
  return compare(tree, [folder], { orgId, ledger, now, sealed });
}

interface Records {
  readonly orgId: number;
  readonly ledger: VerifiedLedger | undefined;
  readonly now: Date;
  readonly sealed: ReadonlyMap<string, Seal>;
}

async function compare(tree: Tree, folders: readonly string[], records: Records): Promise<Finding[]> {
  const { orgId, ledger, now, sealed } = records;
  const findings: Finding[] = [];
  const there = new Set<string>();
  for (const folder of folders) {
    findings.push(...(await checkHistory(tree, folder)));
    for await (const path of filesBelow(tree, folder, findings)) {
      there.add(path);
      if (parseRecordKey(path)?.orgId !== orgId)
        findings.push(finding("extra", path, "Ticketvault writes nothing of this name here"));
      else findings.push(...(await checkRecord(tree, path, { ledger, now, sealed })));
    }
  }
  for (const [key, seal] of sealed) {
    const message = `the record is missing, though ${entryNamed(seal)} seals it`;
    if (!there.has(key)) findings.push(finding("missing", key, message));
  }
  return findings;
}

async function checkRecord(
  tree: Tree,
  key: string,
  { ledger, now, sealed }: Omit<Records, "orgId">,
): Promise<Finding[]> {
  const bytes = (await tree.read(key)) ?? new Uint8Array();
  const ofSeal = checkSeal(key, bytes, { ledger, now, sealed });
  const isAltered = ofSeal.some(({ kind }) => kind === "altered");
  return isAltered ? ofSeal : [...ofSeal, ...checkCensus(key, bytes)];
}

function checkSeal(
  key: string,
  bytes: Uint8Array,
  { ledger, now, sealed }: Omit<Records, "orgId">,
): Finding[] {
  if (ledger === undefined) return [];
  const seal = sealed.get(key);
  if (seal?.sha256 === undefined) {
    const at = parseCensusKey(key)?.at.getTime() ?? timeOf(bytes);
    // What was sealed before the entries that were read is not known.
    return at < (ledger.since ?? Number.NEGATIVE_INFINITY) ? [] : [unsealed(key, at, { now, ledger })];
  }
  if (sha256Hex(bytes) === seal.sha256) return [];
  return [finding("altered", key, `the record is not what ${entryNamed(seal)} seals`)];
}

/** When a record says that it was made: ms since 1970, NaN where it says nothing that could be read. */
function timeOf(bytes: Uint8Array): number {
  try {
    const json = plainJson(bytes);
    return typeof json === "object" && json !== null && "at" in json
      ? Date.parse(String(json.at))
      : Number.NaN;
  } catch {
    return Number.NaN;
  }
}

async function* filesBelow(tree: Tree, folder: string, findings: Finding[]): AsyncGenerator<string> {
  const { files, folders, others = [] } = await tree.children(folder);
  for (const path of others) findings.push(finding("extra", path, "this is neither a file nor a folder"));
  yield* files;
  for (const inner of folders) yield* filesBelow(tree, inner, findings);
}
