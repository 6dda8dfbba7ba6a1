/** The last entries of a ledger: what the next one follows, and what need not be sealed again. */
import { IntegrityError, StoreError } from "../errors.ts";
import { entryKey, publicKeyKey, signatureKey } from "../keys.ts";
import { Chain, type Link } from "../ledger/chain.ts";
import { type LedgerHead, parseEntry, type ReadEntry } from "../ledger/entry.ts";
import type { SealedFile } from "../ledger/entry-content.ts";
import { lastEntry } from "../ledger/head-search.ts";
import { isAsked, type KeyChange } from "../ledger/key-change.ts";
import type { PublicKey } from "../ledger/public-key.ts";
import { readKey, readLink, vaultLedger } from "../ledger/read-entry.ts";
import type { Logger } from "../log.ts";
import { NewerProgramError } from "../newer-program.ts";
import type { ObjectStore } from "../store/object-store.ts";
import { storeTree } from "../store/store-tree.ts";
import { refusalOfOwn } from "./own-key.ts";
import type { Signer } from "./signer.ts";
import { digestOf, inconsistenciesAt } from "./versions.ts";

/** What a ledger is written with. */
export interface LedgerDependencies {
  readonly orgId: number;
  readonly store: ObjectStore;
  readonly signer: Signer;
  readonly log: Logger;
  readonly now: () => Date;
  /** Name and version of the program, as entries say it: `ticketvault 0.1.0`. */
  readonly tool: string;
}

interface Named {
  readonly sha256: string;
  readonly sequence: number;
}

/** How many entries are read back: enough for the notices of one version, which come close together. */
const RECENT = 20;

/** An unsigned entry of others may be this far (ms) ahead of our clock. */
const CLOCKS_DIFFER = 5 * 60_000;

export class LedgerTail {
  readonly #with: LedgerDependencies;
  #links: readonly Link[] = [];
  #chain: Chain | undefined;
  /** The files that the last entries name, by key: digest, and number of the entry. */
  #named: ReadonlyMap<string, Named> = new Map();

  constructor(dependencies: LedgerDependencies) {
    this.#with = dependencies;
  }

  get head(): LedgerHead | undefined {
    return this.#chain?.head;
  }

  /** @throws IntegrityError `inventory-altered` when an entry names it with other bytes */
  names({ key, sha256 }: SealedFile): boolean {
    const sealed = this.#named.get(key);
    if (sealed === undefined || sealed.sha256 === sha256) return sealed !== undefined;
    const message = `${this.#with.store.location}/${key} is not what was sealed. Run \`ticketvault verify\`.`;
    throw new IntegrityError("inventory-altered", message);
  }

  /** The number of the entry that names the file; undefined when none of the last ones does. */
  sequenceOf(key: string): number | undefined {
    return this.#named.get(key)?.sequence;
  }

  /** Whether the key may sign the next entry. */
  maySign(keyId: string): boolean {
    return this.#chain?.signatures.maySign(keyId) ?? false;
  }

  /** Whether the last entries say of keys what is asked for. */
  says(asked: KeyChange): boolean {
    const history = this.#chain?.signatures.history;
    if (asked.kind === "key") return this.maySign(asked.newKeyId);
    return (history?.revocationOf(asked.revokedKeyId)?.from ?? Number.POSITIVE_INFINITY) <= asked.revokedFrom;
  }

  /**
   * Reads what is new. The last entry gets its signature if its sealer died before; nothing is built on an end that is
   * not sound.
   * @param own the key that signs the next entry
   * @param asked what an unsigned entry may say of keys, as its operator asks for
   * @throws IntegrityError; NewerProgramError when a newer program wrote one of the last entries
   */
  async read(own: PublicKey, asked?: KeyChange): Promise<void> {
    const { orgId, store } = this.#with;
    const exists = async (sequence: number): Promise<boolean> =>
      (await store.stat(entryKey(orgId, sequence))) !== undefined;
    const known = this.#links.at(-1)?.sequence ?? 0;
    if (known > 0 && !(await exists(known)))
      throw this.#error("ledger-truncated", `entry ${known} was removed`);
    const last = await lastEntry(exists, known);
    if (known === 0 && (await exists(last + 2)))
      throw this.#error("ledger-altered", `entry ${last + 1} is missing`);
    const fresh = await this.#linksFrom(Math.max(known, last - RECENT) + 1, last);
    const links = [...this.#links, ...fresh].slice(-RECENT);
    const newest = links.at(-1);
    let entries = await this.#check(links, own, asked);
    if (newest !== undefined && newest.signature === undefined) {
      links.splice(-1, 1, await this.#signed(newest, own, asked));
      entries = await this.#check(links, own, asked);
    }
    this.#links = links;
    const counting = entries.filter((entry) => this.#chain?.signatures.history.refusal(entry) === undefined);
    this.#named = new Map(
      counting.flatMap(({ sequence, sealed }) =>
        sealed.map(({ key, sha256 }) => [key, { sha256, sequence }] as const),
      ),
    );
  }

  /** The entries `from` to `to`, both included: few, as all are held. @throws StoreError when one is not there */
  async #linksFrom(from: number, to: number): Promise<Link[]> {
    const { orgId, store } = this.#with;
    const sequences = Array.from({ length: to - from + 1 }, (_, index) => from + index);
    return Promise.all(
      sequences.map(async (sequence) => {
        const link = await readLink(storeTree(store), vaultLedger(orgId), sequence);
        if (link !== undefined) return link;
        const where = `${store.location}/${entryKey(orgId, sequence)}`;
        const message = `${where} is missing, though later entries are there. Run \`ticketvault verify\`.`;
        throw new StoreError("ledger-gap", message);
      }),
    );
  }

  async #check(links: readonly Link[], own: PublicKey, asked: KeyChange | undefined): Promise<ReadEntry[]> {
    const { orgId, now } = this.#with;
    const newest = links.at(-1);
    let chain = new Chain({ orgId, keys: await this.#keysOf(links, own), trusted: [own.id] });
    const entries = links.flatMap((link) => chain.add(link)?.entry ?? []);
    const hasDoubts = (): boolean => chain.signatures.trust.hasDoubts;
    // Others have signed since we did, or we never have: whether they may, all entries before tell, and no fewer.
    if (newest !== undefined && hasDoubts()) chain = await this.#fromFirst(newest.sequence, own);
    if (newest?.signature !== undefined || hasDoubts()) chain.end(now());
    const [worst] = chain.findings.filter(({ severity }) => severity === "error");
    if (worst !== undefined) throw this.#error("ledger-altered", `${worst.path}: ${worst.message}`);
    this.#refuseNewer(entries);
    const { history } = chain.signatures;
    const refusal = refusalOfOwn({ history, maySign: chain.signatures.maySign(own.id) }, own.id, asked);
    if (refusal !== undefined) throw this.#error(refusal.code, refusal.what);
    this.#chain = chain;
    return entries;
  }

  /** The whole chain, whose first key is believed. */
  async #fromFirst(last: number, own: PublicKey): Promise<Chain> {
    const { orgId } = this.#with;
    const keys = new Map<string, PublicKey>();
    const chain = new Chain({ orgId, keys, trusted: [] });
    for (let from = 1; from <= last; from += RECENT) {
      const links = await this.#linksFrom(from, Math.min(from + RECENT - 1, last));
      for (const [id, key] of await this.#keysOf(links, own)) keys.set(id, key);
      for (const link of links) chain.add(link);
    }
    return chain;
  }

  /** The published keys of the entries; an entry whose key is not there is none to build upon. */
  async #keysOf(links: readonly Link[], own: PublicKey): Promise<Map<string, PublicKey>> {
    const { orgId, store } = this.#with;
    const keys = new Map([[own.id, own]]);
    for (const { sequence, bytes } of links) {
      const { keyId } = parseEntry(bytes, `${store.location}/${entryKey(orgId, sequence)}`);
      if (keys.has(keyId)) continue;
      const key = await readKey(storeTree(store), vaultLedger(orgId), keyId);
      if (key === undefined)
        throw this.#error("ledger-altered", `${publicKeyKey(orgId, keyId)} is missing or another key`);
      keys.set(keyId, key);
    }
    return keys;
  }

  /**
   * Signs the last entry in place of a sealer that died, or is about to. Whoever may write to the store could have put
   * it there: it is signed only if we could have written it ourselves, so its every digest is taken from the archive
   * again, and of keys it may say only what the operator asks for.
   */
  async #signed(link: Link, own: PublicKey, asked: KeyChange | undefined): Promise<Link> {
    const { orgId, store, signer, log } = this.#with;
    const { sequence, bytes } = link;
    const entry = parseEntry(bytes, `${store.location}/${entryKey(orgId, sequence)}`);
    this.#refuseNewer([entry]);
    const refuse = (why: string): IntegrityError => this.#error("unsigned-entry", `entry ${sequence} ${why}`);
    if (entry.keyId !== own.id) throw refuse(`has no signature, and only the key ${entry.keyId} can sign it`);
    if (entry.sequence !== sequence || entry.org !== orgId) throw refuse("is of another place");
    if (!isAsked(entry, asked)) throw refuse("introduces or revokes a key unsigned");
    if (Date.parse(entry.time) > this.#with.now().getTime() + CLOCKS_DIFFER) throw refuse("is of the future");
    for (const { key, sha256 } of entry.sealed) {
      if ((await digestOf(store, key)) !== sha256)
        throw refuse(`has no signature and another digest of ${key}`);
      const said = entry.inconsistent.flatMap(({ file, code }) => (file === key ? code : []));
      const is = await inconsistenciesAt(store, key);
      if (said.join() !== is.toSorted().join()) throw refuse(`has no signature and other codes of ${key}`);
    }
    const signature = await signer.sign(bytes);
    await store.create(signatureKey(orgId, sequence), signature);
    log.warn("seal.signature-completed", { orgId, sequence });
    return { ...link, signature };
  }

  /** Such an entry may have changed what the next one must keep to. */
  #refuseNewer(entries: readonly ReadEntry[]): void {
    const { orgId, store } = this.#with;
    const newer = entries.find(({ kind }) => kind === "newer");
    if (newer === undefined) return;
    throw new NewerProgramError(`${store.location}/${entryKey(orgId, newer.sequence)}`);
  }

  #error(code: string, what: string): IntegrityError {
    const message = `The ledger of account ${this.#with.orgId} in ${this.#with.store.location} was not written to: ${what}. Run \`ticketvault verify\`.`;
    return new IntegrityError(code, message);
  }
}
