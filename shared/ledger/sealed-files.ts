/** What a ledger says of each file that it seals: its digest, and by which entry. Of a version the file is its inventory. */
import { type Finding, finding } from "../findings.ts";
import { entryKey, parseVersionKey, versionKey } from "../keys.ts";
import { parseAcceptanceKey } from "../record-keys.ts";
import type { CheckedEntry } from "./chain.ts";
import { parseCheckpointKey } from "./checkpoint-keys.ts";
import type { ReadEntry } from "./entry.ts";
import type { SealedFile } from "./entry-content.ts";

export interface Seal {
  /** Number of the first entry that names the file; 0 where only a checkpoint says that one does. */
  readonly sequence: number;
  /** The key that signed it, where the entry is known. */
  readonly keyId: string;
  /** SHA-256 of the file; undefined when no entry with a good signature names it. */
  readonly sha256: string | undefined;
}

/** The entry of a seal in words. */
export function entryNamed({ sequence }: Pick<Seal, "sequence">): string {
  return sequence === 0 ? "an entry before the last checkpoint" : `entry ${sequence} of the ledger`;
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
  /** Of checkpoints, which are no records, by their keys. */
  readonly checkpoints = new Map<string, Seal>();
  /** Of all other files, by their keys. */
  readonly #records = new Map<string, Seal>();
  /** Later good seals of other bytes. */
  #contradictions: Contradiction[] = [];
  /** What entries say of files that contradict themselves. */
  readonly #inconsistent: { readonly file: string; readonly code: string; readonly sequence: number }[] = [];
  readonly #only: ReadonlySet<number> | undefined;

  /** @param only keeps the seals of these tickets, and of what belongs to no ticket */
  constructor(only?: ReadonlySet<number>) {
    this.#only = only;
  }

  add({ entry, counts }: CheckedEntry): void {
    if (counts && entry.kind === "revoke") this.#revoke(entry);
    const { sequence, keyId, org } = entry;
    if (counts) this.#inconsistent.push(...entry.inconsistent.map((each) => ({ ...each, sequence })));
    for (const { key, sha256 } of entry.sealed)
      this.#add({ key, org, seal: { sequence, keyId, sha256: counts ? sha256 : undefined } });
  }

  /** Takes what a checkpoint says of a file: it was sealed before all that was added by entries, so that it is the first seal. */
  addKnown(org: number, key: string, sha256: string): void {
    const version = parseVersionKey(key);
    const seal = { sequence: 0, keyId: "", sha256 };
    const seals: Map<unknown, Seal> = version ? this.#versionsOf(version.ticketId) : this.#records;
    const name = version?.version ?? key;
    const later = seals.get(name);
    seals.set(name, seal);
    if (later?.sha256 !== undefined && later.sequence > 0 && later.sha256 !== sha256)
      this.#contradictions.push({ first: seal, later: { key, org, seal: later } });
  }

  /** Every file with a good seal: versions' inventories and records, but no checkpoints. */
  *files(org: number): Iterable<SealedFile & Pick<Seal, "sequence">> {
    for (const [ticketId, versions] of this.#byTicket)
      for (const [version, { sha256, sequence }] of versions)
        if (sha256 !== undefined)
          yield { key: versionKey({ orgId: org, ticketId, version }), sha256, sequence };
    for (const [key, { sha256, sequence }] of this.#records)
      if (sha256 !== undefined) yield { key, sha256, sequence };
  }

  #add({ key, org, seal }: Sealing): void {
    const version = parseVersionKey(key);
    const ticketId = version?.ticketId ?? parseAcceptanceKey(key)?.ticketId;
    if (ticketId !== undefined && this.#only?.has(ticketId) === false) return;
    if (parseCheckpointKey(key) !== undefined) this.#keep(this.checkpoints, key, { key, seal, org });
    else if (version === undefined) this.#keep(this.#records, key, { key, seal, org });
    else this.#keep(this.#versionsOf(version.ticketId), version.version, { key, seal, org });
  }

  /** What the key sealed from that entry on counts no more; where a later seal contradicted it, that one does. */
  #revoke({ revokedKeyId, revokedFrom }: ReadEntry): void {
    const isOf = ({ keyId, sequence }: Seal): boolean =>
      keyId === revokedKeyId && revokedFrom !== null && sequence >= revokedFrom;
    for (const seals of [this.checkpoints, this.#records, ...this.#byTicket.values()] as Map<unknown, Seal>[])
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

  /** Of each file that two good seals contradict each other on, or that one of them says to contradict itself. */
  get findings(): Finding[] {
    const said = this.#inconsistent.map(({ file, code, sequence }) => {
      const message = `entry ${sequence} of the ledger, which seals it, says: ${code}`;
      return finding("inconsistent", file, message, "warning");
    });
    const contradicted = this.#contradictions.map(({ first, later: { key, org, seal } }) => {
      const message = `the entry seals other bytes of ${key} than ${entryNamed(first)}`;
      return finding("altered", entryKey(org, seal.sequence), message);
    });
    return [...said, ...contradicted];
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
