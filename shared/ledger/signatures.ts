/** Who signed each entry of a ledger, and whether that key might: by its signature, and by what earlier entries say of it. */
import { type Finding, finding } from "../findings.ts";
import { entryKey, signatureKey } from "../keys.ts";
import type { ReadEntry } from "./entry.ts";
import { KeyHistory } from "./key-history.ts";
import { isSignatureOf, type PublicKey } from "./public-key.ts";
import { Trust } from "./trust.ts";

/** An entry as it stands in the ledger. */
interface Signed {
  readonly entry: ReadEntry;
  /** The number in the entry's name. */
  readonly sequence: number;
  readonly bytes: Uint8Array;
  /** Undefined when it is missing. */
  readonly signature: Uint8Array | undefined;
}

/** Takes the entries in order of their numbers. */
export class Signatures {
  /** Every key that the entries name. */
  readonly keyIds = new Set<string>();
  /** Which keys are believed. */
  readonly trust: Trust;
  /** Which of them may not sign any more. */
  readonly history = new KeyHistory();
  readonly #orgId: number;
  readonly #keys: ReadonlyMap<string, PublicKey>;

  constructor(orgId: number, keys: ReadonlyMap<string, PublicKey>, trusted: readonly string[]) {
    this.#orgId = orgId;
    this.#keys = keys;
    this.trust = new Trust(trusted);
  }

  /** What is against the entry's signature or its key; when nothing is, what the entry says of keys counts from here on. */
  take(signed: Signed): Finding | undefined {
    const { entry } = signed;
    for (const id of [entry.keyId, entry.newKeyId, entry.revokedKeyId]) if (id !== null) this.keyIds.add(id);
    const found = this.#badSignature(signed) ?? this.#refused(entry);
    if (found !== undefined) return found;
    this.history.add(entry);
    this.trust.add(entry, entryKey(this.#orgId, entry.sequence));
    return undefined;
  }

  /** Whether the key may sign what comes next. */
  maySign(keyId: string): boolean {
    const { trust, history } = this;
    const isOver = history.successorOf(keyId) !== undefined || history.revocationOf(keyId) !== undefined;
    return trust.isTrusted(keyId) && !isOver;
  }

  #badSignature({ entry: { keyId }, sequence, bytes, signature }: Signed): Finding | undefined {
    const path = signatureKey(this.#orgId, sequence);
    if (signature === undefined) return finding("missing", path, "the entry has no signature");
    const key = this.#keys.get(keyId);
    if (key === undefined) {
      const message = `the key ${keyId} is not published, so the signature could not be checked`;
      return finding("unknown-key", entryKey(this.#orgId, sequence), message);
    }
    if (isSignatureOf(bytes, signature, key)) return undefined;
    return finding("bad-signature", path, `this is no signature of entry ${sequence} by the key ${keyId}`);
  }

  #refused(entry: ReadEntry): Finding | undefined {
    const refusal = this.history.refusal(entry);
    return refusal && finding(refusal.code, entryKey(this.#orgId, entry.sequence), refusal.message);
  }
}
