/** Finds the entries of the ledger that cover the versions of an export, and reads them with their signatures. */

import { IntegrityError } from "../errors.ts";
import { forAll } from "../for-all.ts";
import { entryKey, ledgerKey, parseLedgerName, publicKeyKey, signatureKey } from "../keys.ts";
import { type Entry, parseEntry } from "../ledger/entry.ts";
import { isSignatureOf, readPublicKey } from "../ledger/public-key.ts";
import { lastName } from "../ocfl/tree.ts";
import type { ObjectStore } from "../store/object-store.ts";

const AT_ONCE = 16;

/** What the ledger says of a version. */
export interface SealedVersion {
  /** Number of the entry. */
  readonly sequence: number;
  /** SHA-256 of the version's inventory when it was sealed. */
  readonly sha256: string;
}

/** An entry with what it takes to check it. */
interface SealedEntry {
  readonly entry: Entry;
  readonly bytes: Uint8Array;
  readonly signature: Uint8Array;
  readonly publicKeyPem: string;
}

/** What the ledger says that an export needs. */
interface Sealed {
  /** The first validly signed entry that names each of the wanted versions, by their keys in the ledger. */
  readonly versions: ReadonlyMap<string, SealedVersion>;
  /** Numbers of the validly signed entries that introduce another key, ascending. */
  readonly keyEntries: number[];
}

/**
 * Reads the whole ledger once. Entries that are altered or not signed yet cover nothing.
 * @param wanted keys of versions in the ledger: `archive/22824/143/v2/inventory.json`
 */
export async function sealedVersions(
  store: ObjectStore,
  orgId: number,
  wanted: ReadonlySet<string>,
  signal?: AbortSignal,
): Promise<Sealed> {
  const sequences: number[] = [];
  for await (const { key } of store.list(ledgerKey(orgId))) {
    const file = parseLedgerName(lastName(key));
    if (file?.kind === "entry" && key === entryKey(orgId, file.sequence)) sequences.push(file.sequence);
  }
  const found = new Map<string, SealedVersion>();
  const keyEntries: number[] = [];
  const look = async (sequence: number): Promise<void> => {
    const entry = await readEntry(store, orgId, sequence);
    const names = entry?.versions.filter(({ key }) => wanted.has(key)) ?? [];
    const isOfUse = names.length > 0 || entry?.kind === "key";
    if (!isOfUse || (await readSealedEntry(store, orgId, sequence)) === undefined) return;
    if (entry?.kind === "key") keyEntries.push(sequence);
    for (const { key, sha256 } of names) {
      if ((found.get(key)?.sequence ?? Number.POSITIVE_INFINITY) > sequence)
        found.set(key, { sequence, sha256 });
    }
  };
  await forAll(sequences, AT_ONCE, look, signal);
  return { versions: found, keyEntries: keyEntries.toSorted((a, b) => a - b) };
}

/** An entry that is whole and signed by the key that it names; undefined for any other. */
export async function readSealedEntry(
  store: ObjectStore,
  orgId: number,
  sequence: number,
): Promise<SealedEntry | undefined> {
  const key = entryKey(orgId, sequence);
  const bytes = (await store.read(key))?.bytes;
  const signature = (await store.read(signatureKey(orgId, sequence)))?.bytes;
  if (bytes === undefined || signature === undefined) return undefined;
  return unlessUnsound(async () => {
    const entry = parseEntry(bytes, key);
    const where = publicKeyKey(orgId, entry.keyId);
    const pem = (await store.read(where))?.bytes;
    if (pem === undefined) return undefined;
    const publicKey = readPublicKey(Buffer.from(pem).toString("utf8"), where);
    const isSound = publicKey.id === entry.keyId && isSignatureOf(bytes, signature, publicKey);
    return isSound ? { entry, bytes, signature, publicKeyPem: publicKey.pem } : undefined;
  });
}

/** Whether it is signed is not asked. */
async function readEntry(store: ObjectStore, orgId: number, sequence: number): Promise<Entry | undefined> {
  const key = entryKey(orgId, sequence);
  const bytes = (await store.read(key))?.bytes;
  return bytes && unlessUnsound(async () => parseEntry(bytes, key));
}

/** What is wrong with the ledger itself is for `verify` to tell; here it covers nothing. */
async function unlessUnsound<T>(read: () => Promise<T>): Promise<T | undefined> {
  try {
    return await read();
  } catch (error) {
    if (error instanceof IntegrityError) return undefined;
    throw error;
  }
}
