/** What a ledger says of each file that it seals: its digest, and by which entry. Of a version the file is its inventory. */
import { type Finding, finding } from "../findings.ts";
import { entryKey, parseAcceptanceKey, parseVersionKey } from "../keys.ts";
import type { CheckedEntry } from "./chain.ts";
import type { ReadEntry } from "./entry.ts";

export interface Seal {
  /** Number of the first entry that names the file. */
  readonly sequence: number;
  /** The key that signed it. */
  readonly keyId: string;
  /** SHA-256 of the file; undefined when no entry with a good signature names it. */
  readonly sha256: string | undefined;
}

/** A file as one entry seals it. */
interface Sealing {
  readonly key: string;
  readonly org: number;
  readonly seal: Seal;
}

interface Contradiction {
  readonly first: Seal;
  readonly later: Sealing;
}

/** All seals of one account, in memory: about 300 bytes each. */
export class SealedFiles {
  /** Of versions, by ticket and version number. */
  readonly #byTicket = new Map<number, Map<number, Seal>>();
  /** Of all other files, by their keys. */
  readonly #records = new Map<string, Seal>();
  /** Later good seals of other bytes. */
  #contradictions: Contradiction[] = [];
  readonly #only: ReadonlySet<number> | undefined;

  /** @param only keeps the seals of these tickets, and of what belongs to no ticket */
  constructor(only?: ReadonlySet<number>) {
    this.#only = only;
  }

  add({ entry, counts }: CheckedEntry): void {
    if (counts && entry.kind === "revoke") this.#revoke(entry);
    const { sequence, keyId, org } = entry;
    for (const { key, sha256 } of entry.sealed)
      this.#add({ key, org, seal: { sequence, keyId, sha256: counts ? sha256 : undefined } });
  }

  #add({ key, org, seal }: Sealing): void {
    const version = parseVersionKey(key);
    const ticketId = version?.ticketId ?? parseAcceptanceKey(key)?.ticketId;
    if (ticketId !== undefined && this.#only?.has(ticketId) === false) return;
    if (version === undefined) this.#keep(this.#records, key, { key, seal, org });
    else this.#keep(this.#versionsOf(version.ticketId), version.version, { key, seal, org });
  }

  /** What the key sealed from that entry on counts no more; where a later seal contradicted it, that one does. */
  #revoke({ revokedKeyId, revokedFrom }: ReadEntry): void {
    const isOf = ({ keyId, sequence }: Seal): boolean =>
      keyId === revokedKeyId && revokedFrom !== null && sequence >= revokedFrom;
    for (const seals of [this.#records, ...this.#byTicket.values()] as Map<unknown, Seal>[])
      for (const [name, seal] of seals) if (isOf(seal)) seals.delete(name);
    const contradictions = this.#contradictions;
    this.#contradictions = [];
    for (const { first, later } of contradictions) {
      if (isOf(later.seal)) continue;
      if (isOf(first)) this.#add(later);
      else this.#contradictions.push({ first, later });
    }
  }

  #versionsOf(ticketId: number): Map<number, Seal> {
    const seals = this.#byTicket.get(ticketId) ?? new Map<number, Seal>();
    this.#byTicket.set(ticketId, seals);
    return seals;
  }

  /** The first good seal counts; a later one that differs is a finding. */
  #keep<Name>(seals: Map<Name, Seal>, name: Name, later: Sealing): void {
    const first = seals.get(name);
    if (first?.sha256 === undefined) seals.set(name, later.seal);
    else if (later.seal.sha256 !== undefined && first.sha256 !== later.seal.sha256)
      this.#contradictions.push({ first, later });
  }

  /** Of each file that two good seals contradict each other on. */
  get findings(): Finding[] {
    return this.#contradictions.map(({ first, later: { key, org, seal } }) => {
      const message = `the entry seals other bytes of ${key} than entry ${first.sequence}`;
      return finding("altered", entryKey(org, seal.sequence), message);
    });
  }

  /** The seals of a ticket's versions by their numbers. */
  of(ticketId: number): ReadonlyMap<number, Seal> {
    return this.#byTicket.get(ticketId) ?? new Map<number, Seal>();
  }

  /** The seals of all that is no version, by the keys of these records. */
  get records(): ReadonlyMap<string, Seal> {
    return this.#records;
  }

  get tickets(): IterableIterator<number> {
    return this.#byTicket.keys();
  }

  /** How many versions are sealed. */
  get count(): number {
    let count = 0;
    for (const seals of this.#byTicket.values()) count += seals.size;
    return count;
  }
}
