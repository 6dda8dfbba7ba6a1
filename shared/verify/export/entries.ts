/** Checks the ledger's entries in a bag: their bytes and signatures, and which keys vouch for them. */
import type { Provenance } from "../../export/provenance.ts";
import type { Finding, FindingCode } from "../../findings.ts";
import { LEDGER_FOLDER, ledgerPublicKeyPath, parseLedgerEntryPath } from "../../keys.ts";
import type { ReadEntry } from "../../ledger/entry.ts";
import { KeyHistory } from "../../ledger/key-history.ts";
import type { PublicKey } from "../../ledger/public-key.ts";
import { bagLedger, readSealedEntry } from "../../ledger/read-entry.ts";

/** The payload of a bag as far as the manifest vouches for it; paths are relative to it. */
export interface SoundPayload {
  readonly paths: readonly string[];
  /** SHA-256 of a file; undefined when it is not there, or not what the manifest says. */
  digest(path: string): string | undefined;
  /** Undefined as with `digest`. */
  read(path: string): Promise<Uint8Array | undefined>;
  /** Says that a file should be there and is not, unless the file was told of already. */
  addMissing(path: string, message: string): void;
  /** Called with each key that a trusted one introduced. */
  readonly onKey?: ((keyId: string) => void) | undefined;
  add(code: FindingCode, path: string, message: string, severity?: Finding["severity"]): void;
}

/**
 * @param pinned keys known from elsewhere; with any, only entries count that these signed, or keys that these introduced
 * @returns the entries that count, by path
 */
export async function checkEntries(
  payload: SoundPayload,
  { source: { orgId }, keyEntries, checkpoint, tickets }: Provenance,
  pinned: readonly PublicKey[],
): Promise<ReadonlyMap<string, ReadEntry>> {
  const ofVersions = tickets.flatMap(({ sealed }) => sealed.flatMap(({ entry }) => entry ?? []));
  const sealing = new Set([...ofVersions, ...(checkpoint === null ? [] : [checkpoint.entry])]);
  const known = new Set<string>();
  const sound = new Map<string, ReadEntry>();
  // In the order of their numbers, which their paths have: a key is introduced before it signs.
  for (const path of [...new Set([...keyEntries, ...sealing])].toSorted()) {
    for (const file of [path, `${path}.sig`]) known.add(file);
    const entry = await checkEntry(payload, orgId, path);
    if (entry === undefined) continue;
    for (const id of [entry.keyId, entry.newKeyId]) if (id !== null) known.add(ledgerPublicKeyPath(id));
    sound.set(path, entry);
  }
  checkStrangers(payload, known);
  return countingOf(payload, sound, sealing, pinned);
}

/** The entries whose keys vouch for them. */
function countingOf(
  payload: SoundPayload,
  sound: ReadonlyMap<string, ReadEntry>,
  sealing: ReadonlySet<string>,
  pinned: readonly PublicKey[],
): ReadonlyMap<string, ReadEntry> {
  const history = new KeyHistory();
  const trusted = new Set(pinned.map(({ id }) => id));
  const counting = new Map<string, ReadEntry>();
  for (const [path, entry] of sound) {
    if (isRefused(payload, history, path, entry)) continue;
    history.add(entry);
    if (pinned.length === 0 || trusted.has(entry.keyId)) {
      counting.set(path, entry);
      if (entry.newKeyId === null) continue;
      trusted.add(entry.newKeyId);
      payload.onKey?.(entry.newKeyId);
    } else if (sealing.has(path)) {
      const message = `the entry is by the key ${entry.keyId}, which was neither given nor introduced by one that was`;
      payload.add("unknown-key", path, message);
    }
  }
  // What was revoked later. An entry that introduces a key counts all the same: who revokes may stand on it.
  for (const [path, entry] of counting)
    if (sealing.has(path) && isRefused(payload, history, path, entry)) counting.delete(path);
  return counting;
}

/** Whether the key that signed the entry might not. */
function isRefused(payload: SoundPayload, history: KeyHistory, path: string, entry: ReadEntry): boolean {
  const refusal = history.refusal(entry);
  if (refusal !== undefined) payload.add(refusal.code, path, refusal.message);
  return refusal !== undefined;
}

/** The entry at a path, if it is one and its signature is good. */
async function checkEntry(
  payload: SoundPayload,
  orgId: number,
  path: string,
): Promise<ReadEntry | undefined> {
  const sequence = parseLedgerEntryPath(path);
  const found =
    sequence === undefined ? "not-this-entry" : await readSealedEntry(payload, bagLedger(orgId), sequence);
  switch (found) {
    case "no-entry":
      payload.addMissing(path, "the provenance names this entry of the ledger");
      return undefined;
    case "no-signature":
      payload.addMissing(`${path}.sig`, "the signature of the entry is missing");
      return undefined;
    case "not-this-entry":
      payload.add("altered", path, "this is no entry of the account's ledger, or another one");
      return undefined;
    case "no-key":
      payload.add("unknown-key", path, "the key that the entry names is not in the bag");
      return undefined;
    case "bad-signature":
      payload.add("bad-signature", path, "the entry's signature is not of it");
      return undefined;
    default:
      return found.entry;
  }
}

/** Who checks by hand takes every entry that is there: what the provenance does not name is not of the export. */
function checkStrangers(payload: SoundPayload, known: ReadonlySet<string>): void {
  for (const path of payload.paths) {
    if (path.startsWith(`${LEDGER_FOLDER}/`) && !known.has(path))
      payload.add("extra", path, "the provenance names no such file of the ledger");
  }
}
