/** Appends to one account's ledger: several writers may, and each entry's number has one owner. */

import { IntegrityError, StoreError, UsageError } from "../errors.ts";
import { entryKey, publicKeyKey, signatureKey } from "../keys.ts";
import {
  type EntryContent,
  entryBytes,
  type FoundFile,
  headOf,
  type LedgerHead,
  nextEntry,
} from "../ledger/entry.ts";
import type { SealedFile } from "../ledger/entry-content.ts";
import type { KeyChange } from "../ledger/key-change.ts";
import type { PublicKey } from "../ledger/public-key.ts";
import { readKey, vaultLedger } from "../ledger/read-entry.ts";
import type { RecordKind, SealingKind } from "../ledger/sealing-kinds.ts";
import { LOG_EVENTS } from "../names.ts";
import { readExisting } from "../store/conditions.ts";
import { tryServer } from "../store/storage-root.ts";
import { storeTree } from "../store/store-tree.ts";
import { type LedgerDependencies, LedgerTail } from "./ledger-tail.ts";

/** What sealing has done. */
export interface Sealing {
  /** The entries written. */
  readonly entries: readonly LedgerHead[];
  /** What they seal. */
  readonly sealed: readonly SealedFile[];
}

/** Entries stay small enough to be read by eye. */
const FILES_IN_ENTRY = 1000;

/** Each round without an entry of ours lets somebody else's through. */
const ROUNDS = 100;

/**
 * One account's ledger. Errors of all methods: StoreError, SigningError, and IntegrityError when the end of the ledger
 * is not one to build upon (`ledger-altered`, `ledger-truncated`, `unsigned-entry`) or the signer's key may not sign
 * (`unknown-key`, `retired-key`, `revoked-key`).
 */
export class Ledger {
  readonly #with: LedgerDependencies;
  readonly #tail: LedgerTail;
  readonly #published = new Set<string>();
  #tried = false;

  constructor(dependencies: LedgerDependencies) {
    this.#with = dependencies;
    this.#tail = new LedgerTail(dependencies);
  }

  /** Writes what the last entries do not name already; the digests must have been taken from the store. */
  async seal(kind: SealingKind, files: readonly FoundFile[]): Promise<Sealing> {
    const entries: LedgerHead[] = [];
    const sealed: SealedFile[] = [];
    let left = [...new Map(files.map((file) => [file.key, file])).values()];
    do {
      let batch: readonly FoundFile[] = [];
      const head = await this.#append(() => {
        left = left.filter((file) => !this.#tail.names(file));
        batch = left.slice(0, FILES_IN_ENTRY);
        return batch.length === 0 ? undefined : { kind, sealed: batch, inconsistent: batch.flatMap(codesOf) };
      });
      if (head === undefined) break;
      entries.push(head);
      sealed.push(...batch.map(({ key, sha256 }) => ({ key, sha256 })));
      left = left.slice(batch.length);
    } while (left.length > 0);
    return { entries, sealed };
  }

  /** Seals a record, unless one of the last entries does. @returns the number of the entry that seals it */
  async sealRecord(kind: RecordKind, file: SealedFile): Promise<number> {
    const [head] = (await this.seal(kind, [file])).entries;
    const sequence = head?.sequence ?? this.#tail.sequenceOf(file.key);
    if (sequence === undefined) throw new StoreError("failed", `${file.key} was not sealed`);
    return sequence;
  }

  /** Writes an entry that says only: until now there was nothing else. */
  async heartbeat(): Promise<LedgerHead> {
    const head = await this.#append(() => ({ kind: "heartbeat" }));
    if (head === undefined) throw new StoreError("failed", "no heartbeat was written");
    return head;
  }

  /** Says, signed with the present key, that `newKey` signs from now on and the present one no more; undefined when it was said. */
  async introduceKey(newKey: PublicKey): Promise<LedgerHead | undefined> {
    await this.#publish(newKey);
    return this.#say({ kind: "key", newKeyId: newKey.id });
  }

  /**
   * Says that what a key signed from entry `from` on does not count; undefined when it was said.
   * @throws UsageError for the key that signs, a key that the ledger does not have, and an entry that is not there
   */
  async revokeKey(keyId: string, from: number): Promise<LedgerHead | undefined> {
    const { orgId, store, signer } = this.#with;
    const refuse = (why: string): UsageError =>
      new UsageError(`The key ${keyId} was not revoked: ${why}. Nothing was written.`);
    if ((await signer.publicKey()).id === keyId)
      throw refuse(
        "it signs this ledger. Introduce its successor first (--introduce-key), and sign with that",
      );
    if ((await readKey(storeTree(store), vaultLedger(orgId), keyId)) === undefined)
      throw refuse(`the ledger of account ${orgId} has no such key`);
    const last = (await this.settle())?.sequence ?? 0;
    if (from > last) throw refuse(`entry ${from} is not there; the last one is ${last}`);
    return this.#say({ kind: "revoke", revokedKeyId: keyId, revokedFrom: from });
  }

  /**
   * Finishes what a dead sealer left, and tells the last entry; undefined in a ledger without one.
   * @param asked what an entry without a signature may say of keys
   */
  async settle(asked?: KeyChange): Promise<LedgerHead | undefined> {
    await this.#tail.read(await this.#with.signer.publicKey(), asked);
    return this.#tail.head;
  }

  async #say(asked: KeyChange): Promise<LedgerHead | undefined> {
    return this.#append(() => (this.#tail.says(asked) ? undefined : asked), asked);
  }

  /** Whoever creates the entry has its number; who loses asks `contentOf` again, for the place after it. */
  async #append(
    contentOf: () => EntryContent | undefined,
    asked?: KeyChange,
  ): Promise<LedgerHead | undefined> {
    const { orgId, store, signer, log, now, tool } = this.#with;
    const publicKey = await signer.publicKey();
    if (!this.#tried) await tryServer(store, orgId);
    this.#tried = true;
    for (let round = 1; round <= ROUNDS; round += 1) {
      await this.#tail.read(publicKey, asked);
      const content = contentOf();
      if (content === undefined) return undefined;
      await this.#publish(publicKey);
      const entry = nextEntry(this.#tail.head, content, { orgId, keyId: publicKey.id, now: now(), tool });
      const bytes = entryBytes(entry);
      const key = entryKey(orgId, entry.sequence);
      if ((await store.create(key, bytes)) === "exists" && !(await this.#isAt(key, bytes))) continue;
      await store.create(signatureKey(orgId, entry.sequence), await signer.sign(bytes));
      const head = headOf(entry, bytes);
      const files = entry.sealed.length;
      const { sequence, sha256 } = head;
      const inconsistent = entry.inconsistent.length;
      log.info(LOG_EVENTS.sealed, { orgId, kind: entry.kind, files, inconsistent, round, sequence, sha256 });
      for (const { file, code } of entry.inconsistent)
        log.warn("seal.inconsistent", { orgId, sequence, file, code });
      return head;
    }
    const text = `${store.location}: others wrote ${ROUNDS} ledger entries while one was to be written; run again`;
    throw new StoreError("contended", text, { retryable: true });
  }

  /** Own bytes are there when the reply to our creation was lost. */
  async #isAt(key: string, bytes: Uint8Array): Promise<boolean> {
    const there = await readExisting(this.#with.store, key);
    return Buffer.compare(there.bytes, bytes) === 0;
  }

  async #publish({ id, pem }: PublicKey): Promise<void> {
    if (this.#published.has(id)) return;
    const { store, orgId } = this.#with;
    const key = publicKeyKey(orgId, id);
    const bytes = Buffer.from(pem);
    if ((await store.create(key, bytes)) === "exists" && !(await this.#isAt(key, bytes))) {
      const message = `${store.location}/${key} is not the public key of that name. Run \`ticketvault verify\`.`;
      throw new IntegrityError("ledger-altered", message);
    }
    this.#published.add(id);
  }
}

function codesOf({ key: file, inconsistent = [] }: FoundFile): { file: string; code: string }[] {
  return inconsistent.map((code) => ({ file, code }));
}
