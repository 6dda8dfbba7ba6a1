/** Which keys are believed while a ledger is read, and what is held against entries by others until one of them vouches. */
import { type Finding, finding } from "../findings.ts";
import type { ReadEntry } from "./entry.ts";

/**
 * The signature of an entry vouches for all entries before it as long as the chain between them holds; so a key is in
 * doubt only until a trusted one signs on top of it.
 */
export class Trust {
  readonly #trusted: Set<string>;
  #doubts: Finding[] = [];

  /** @param trusted ids of keys known from elsewhere. Without any, the key of the first entry is believed. */
  constructor(trusted: readonly string[]) {
    this.#trusted = new Set(trusted);
  }

  /** Takes the next entry with a good signature. */
  add({ keyId, newKeyId }: ReadEntry, path: string): void {
    if (this.#trusted.size === 0) this.#trusted.add(keyId);
    if (this.#trusted.has(keyId)) {
      this.#doubts = [];
      if (newKeyId !== null) this.#trusted.add(newKeyId);
      return;
    }
    const message = `the entry is signed by the key ${keyId}, which no trusted key introduced`;
    this.#doubts.push(finding("unknown-key", path, message));
  }

  /** The doubts that no later entry can settle, since later signatures vouch for nothing before this place. */
  breakHere(): readonly Finding[] {
    const doubts = this.#doubts;
    this.#doubts = [];
    return doubts;
  }

  /** True while entries by unknown keys wait for a trusted one on top of them. */
  get hasDoubts(): boolean {
    return this.#doubts.length > 0;
  }

  /** True when it is one of those known from elsewhere, or was introduced by one that is. */
  isTrusted(keyId: string): boolean {
    return this.#trusted.has(keyId);
  }
}
