/** What the fields of an entry must say together: files of its kind, in order, and keys that speak of other keys. */
import { isSealedAs, SEALING_KINDS } from "./sealing-kinds.ts";

/** A sealed file and its SHA-256. The inventory of a version covers every file of it. */
export interface SealedFile {
  /** `archive/22824/143/v2/inventory.json`. */
  readonly key: string;
  readonly sha256: string;
}

/** What contradicts itself in a sealed file. */
export interface Inconsistency {
  /** Key of the sealed file. */
  readonly file: string;
  readonly code: string;
}

interface Content {
  readonly org: number;
  readonly sequence: number;
  readonly kind: string;
  readonly sealed: readonly SealedFile[];
  readonly inconsistent: readonly Inconsistency[];
  readonly newKeyId: string | null;
  readonly revokedKeyId: string | null;
  readonly revokedFrom: number | null;
  readonly keyId: string;
}

/** @throws Error that says in words which rule is broken */
export function checkContent(entry: Content): void {
  checkKeys(entry);
  const { org, kind, sealed, inconsistent } = entry;
  const sealing = SEALING_KINDS.find((each) => each === kind);
  if ((sealing !== undefined) !== sealed.length > 0) throw new Error("files in the wrong kind");
  for (const [index, { key }] of sealed.entries()) {
    if (sealing === undefined || !isSealedAs(sealing, key, org))
      throw new Error("a key that names nothing of the account and the kind");
    const before = sealed[index - 1];
    if (before !== undefined && before.key >= key) throw new Error("keys that are not sorted");
  }
  const keys = new Set(sealed.map(({ key }) => key));
  if (inconsistent.some(({ file }) => !keys.has(file)))
    throw new Error("a code for a file that is not sealed");
  const codes = inconsistent.map(codeKey);
  if (codes.some((each, index) => index > 0 && (codes[index - 1] ?? "") >= each))
    throw new Error("codes that are not sorted");
}

/** No key introduces itself, as it would retire, or takes back what it signed itself. */
function checkKeys({ kind, sequence, newKeyId, revokedKeyId, revokedFrom, keyId }: Content): void {
  if ((kind === "key") !== (newKeyId !== null)) throw new Error("a new key in the wrong kind");
  const isRevoking = kind === "revoke";
  if (isRevoking !== (revokedKeyId !== null) || isRevoking !== (revokedFrom !== null))
    throw new Error("a revoked key in the wrong kind");
  if (newKeyId === keyId || revokedKeyId === keyId) throw new Error("a key that speaks of itself");
  if ((revokedFrom ?? 0) > sequence) throw new Error("a key revoked from a later entry on");
}

/** By what codes are sorted. */
export function codeKey({ file, code: each }: Inconsistency): string {
  return `${file} ${each}`;
}
