/** Checks that an export as a whole is what the ledger seals: its record, the entry that names it, and every file's digest. */
import { sha256Hex } from "../../digest.ts";
import { PRODUCTION_FILES } from "../../export/keys.ts";
import type { ExportPlan } from "../../export/plan.ts";
import { type ProductionRecord, parseProductionRecord } from "../../export/production-record.ts";
import { type Finding, type FindingCode, finding, newerFinding } from "../../findings.ts";
import { isSignatureOf, type PublicKey, readPublicKey } from "../../ledger/public-key.ts";
import { readEntry } from "../../ledger/read-entry.ts";
import { parseProductionRecordKey } from "../../record-keys.ts";
import { folderTree } from "../../store/folder-tree.ts";
import { PLAN } from "./export-files.ts";
import { hashFile } from "./manifest.ts";
import { readIn } from "./read-in.ts";

/** @param trusted ids of keys known from elsewhere, and of those that they introduced; with any, one of them must seal it */
export async function checkProductionSeal(
  folder: string,
  plan: ExportPlan,
  present: ReadonlySet<string>,
  trusted: ReadonlySet<string>,
): Promise<Finding[]> {
  const names = Object.values(PRODUCTION_FILES);
  const there = names.filter((name) => present.has(name));
  if (there.length === 0) {
    const message =
      "the export as a whole is not sealed: nothing beside the zips says what it was when it was made";
    return trusted.size === 0 ? [] : [finding("unsealed", PRODUCTION_FILES.record, message)];
  }
  const missing = names.filter((name) => !present.has(name));
  if (missing.length > 0) return missing.map((name) => finding("missing", name, "the file is missing"));
  const record = await readIn(folder, PRODUCTION_FILES.record, parseProductionRecord);
  if (record === "newer") return [newerFinding(PRODUCTION_FILES.record)];
  if (record === undefined || record === "absent")
    return [finding("altered", PRODUCTION_FILES.record, "this is no record of a production")];
  return [...(await checkEntry(folder, plan, trusted)), ...(await checkFiles(folder, record))];
}

/** The entry is signed, and names the record by its digest, as that of this plan. */
async function checkEntry(
  folder: string,
  plan: ExportPlan,
  trusted: ReadonlySet<string>,
): Promise<Finding[]> {
  const tree = folderTree(folder);
  const found = (code: FindingCode, name: string, message: string): Finding[] => [
    finding(code, name, message),
  ];
  const { record, entry: entryName, signature, key: keyName } = PRODUCTION_FILES;
  const read = async (name: string): Promise<Uint8Array> => (await tree.read(name)) ?? new Uint8Array();
  const bytes = await read(entryName);
  const entry = readEntry(bytes, entryName);
  if (entry?.org !== plan.orgId)
    return found("altered", entryName, "this is no entry of the account's ledger");
  if (entry.kind === "newer") return [newerFinding(entryName)];
  const key = publicKeyIn(await read(keyName), keyName);
  if (key?.id !== entry.keyId)
    return found("unknown-key", keyName, "this is not the key that the entry names");
  if (!isSignatureOf(bytes, await read(signature), key))
    return found("bad-signature", signature, "this is no signature of the entry by its key");
  if (trusted.size > 0 && !trusted.has(key.id))
    return found(
      "unknown-key",
      entryName,
      `the entry is by the key ${key.id}, which no trusted key introduced`,
    );
  const seal = entry.sealed.find(({ key: name }) => parseProductionRecordKey(name)?.id === plan.id);
  const planSha256 = sha256Hex(await read(PLAN));
  if (seal === undefined || parseProductionRecordKey(seal.key)?.planSha256 !== planSha256)
    return found("altered", PLAN, "the entry that seals this export seals another plan");
  if (seal.sha256 !== sha256Hex(await read(record)))
    return found("altered", record, "the record is not the one that the ledger seals");
  return [];
}

async function checkFiles(folder: string, { files }: ProductionRecord): Promise<Finding[]> {
  const findings: Finding[] = [];
  for (const { file, sha256 } of files) {
    const is = await hashFile(folderTree(folder), file);
    const message = "the file is not what it was when the production was sealed";
    if (is !== undefined && is.sha256 !== sha256) findings.push(finding("altered", file, message));
  }
  return findings;
}

function publicKeyIn(bytes: Uint8Array, name: string): PublicKey | undefined {
  try {
    return readPublicKey(Buffer.from(bytes).toString("latin1"), name);
  } catch {
    return undefined;
  }
}
