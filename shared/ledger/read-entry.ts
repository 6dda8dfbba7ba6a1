/** Reads one entry of a ledger with what it takes to check it, wherever the ledger's files stand: everybody's one reader. */
import { IntegrityError } from "../errors.ts";
import {
  entryKey,
  ledgerEntryPath,
  ledgerPublicKeyPath,
  ledgerSignaturePath,
  publicKeyKey,
  signatureKey,
} from "../keys.ts";
import type { Tree } from "../ocfl/tree.ts";
import type { Link } from "./chain.ts";
import { parseEntry, type ReadEntry } from "./entry.ts";
import { isSignatureOf, type PublicKey, readPublicKey } from "./public-key.ts";

/** What reads a whole file; undefined when it is absent. */
type Files = Pick<Tree, "read">;

/** Where the files of an account's ledger stand. */
export interface LedgerPlace {
  readonly orgId: number;
  entry(sequence: number): string;
  signature(sequence: number): string;
  publicKey(keyId: string): string;
}

/** In a vault, below `ledger/22824`. */
export function vaultLedger(orgId: number): LedgerPlace {
  return {
    orgId,
    entry: (sequence) => entryKey(orgId, sequence),
    signature: (sequence) => signatureKey(orgId, sequence),
    publicKey: (keyId) => publicKeyKey(orgId, keyId),
  };
}

/** In a bag, below `ledger` of the payload. */
export function bagLedger(orgId: number): LedgerPlace {
  return {
    orgId,
    entry: ledgerEntryPath,
    signature: ledgerSignaturePath,
    publicKey: ledgerPublicKeyPath,
  };
}

/** An entry that is whole, in its place, and signed by the key that it names. */
export interface SealedEntry {
  readonly entry: ReadEntry;
  readonly bytes: Uint8Array;
  readonly signature: Uint8Array;
  readonly publicKey: PublicKey;
}

/** Why an entry seals nothing: the first of these that is so. */
export type Unsealed = "no-entry" | "no-signature" | "not-this-entry" | "no-key" | "bad-signature";

/**
 * Reads an entry with its signature and key, and checks all three; or says why the entry seals nothing.
 * Whether the key is to be trusted is for the caller to decide.
 * @throws what reading a file throws
 */
export async function readSealedEntry(
  files: Files,
  place: LedgerPlace,
  sequence: number,
): Promise<SealedEntry | Unsealed> {
  const link = await readLink(files, place, sequence);
  if (link === undefined) return "no-entry";
  const { bytes, signature } = link;
  if (signature === undefined) return "no-signature";
  const entry = readEntry(bytes, place.entry(sequence));
  if (entry?.org !== place.orgId || entry.sequence !== sequence) return "not-this-entry";
  const publicKey = await readKey(files, place, entry.keyId);
  if (publicKey === undefined) return "no-key";
  return isSignatureOf(bytes, signature, publicKey)
    ? { entry, bytes, signature, publicKey }
    : "bad-signature";
}

/**
 * An entry's bytes and signature as they stand; undefined when there is no such entry.
 * @param isSigned false where it is known that no signature is there: it is not asked for then
 */
export async function readLink(
  files: Files,
  place: LedgerPlace,
  sequence: number,
  isSigned = true,
): Promise<Link | undefined> {
  const [bytes, signature] = await Promise.all([
    files.read(place.entry(sequence)),
    isSigned ? files.read(place.signature(sequence)) : undefined,
  ]);
  return bytes && { sequence, bytes, signature };
}

/** The entry that these bytes are; undefined when they are not an entry. */
export function readEntry(bytes: Uint8Array, where: string): ReadEntry | undefined {
  return unlessUnsound(() => parseEntry(bytes, where));
}

/** The published key of this id; undefined when it is not there, or its file is not exactly that key. */
export async function readKey(
  files: Files,
  place: LedgerPlace,
  keyId: string,
): Promise<PublicKey | undefined> {
  const where = place.publicKey(keyId);
  const bytes = await files.read(where);
  if (bytes === undefined) return undefined;
  const key = unlessUnsound(() => readPublicKey(Buffer.from(bytes).toString("latin1"), where));
  return key?.id === keyId && Buffer.compare(Buffer.from(key.pem), bytes) === 0 ? key : undefined;
}

function unlessUnsound<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch (error) {
    if (error instanceof IntegrityError) return undefined;
    throw error;
  }
}
