/** What a ledger says of each file that it seals: its digest, and by which entry. Of a version the file is its inventory. */
import { type Finding, finding } from "../findings.ts";
import { entryKey, parseAcceptanceKey, parseVersionKey } from "../keys.ts";
import type { CheckedEntry } from "./chain.ts";

export interface Seal {
  /** Number of the first entry that names the file. */
  readonly sequence: number;
  /** SHA-256 of the file; undefined when no entry with a good signature names it. */
  readonly sha256: string | undefined;
}

/** All seals of one account, in memory: about 300 bytes each. */
export class SealedFiles {
  readonly findings: Finding[] = [];
  /** Of versions, by ticket and version number. */
  readonly #byTicket = new Map<number, Map<number, Seal>>();
  /** Of all other files, by their keys. */
  readonly #records = new Map<string, Seal>();
  readonly #only: ReadonlySet<number> | undefined;

  /** @param only keeps the seals of these tickets, and of what belongs to no ticket */
  constructor(only?: ReadonlySet<number>) {
    this.#only = only;
  }

  add({ entry, signed }: CheckedEntry): void {
    for (const { key, sha256 } of entry.sealed) {
      const seal = { sequence: entry.sequence, sha256: signed ? sha256 : undefined };
      const version = parseVersionKey(key);
      const ticketId = version?.ticketId ?? parseAcceptanceKey(key)?.ticketId;
      if (ticketId !== undefined && this.#only?.has(ticketId) === false) continue;
      if (version === undefined) this.#keep(this.#records, key, { key, seal, org: entry.org });
      else this.#keep(this.#versionsOf(version.ticketId), version.version, { key, seal, org: entry.org });
    }
  }

  #versionsOf(ticketId: number): Map<number, Seal> {
    const seals = this.#byTicket.get(ticketId) ?? new Map<number, Seal>();
    this.#byTicket.set(ticketId, seals);
    return seals;
  }

  /** The first good seal counts; a later one that differs is a finding. */
  #keep<Name>(
    seals: Map<Name, Seal>,
    name: Name,
    { key, seal, org }: { readonly key: string; readonly seal: Seal; readonly org: number },
  ): void {
    const first = seals.get(name);
    if (first?.sha256 === undefined) seals.set(name, seal);
    else if (seal.sha256 !== undefined && first.sha256 !== seal.sha256) {
      const message = `the entry seals other bytes of ${key} than entry ${first.sequence}`;
      this.findings.push(finding("altered", entryKey(org, seal.sequence), message));
    }
  }

  /** The seals of a ticket's versions by their numbers. */
  of(ticketId: number): ReadonlyMap<number, Seal> {
    return this.#byTicket.get(ticketId) ?? new Map<number, Seal>();
  }

  /** The seals of all that is no version: acceptances, records of legal holds and censuses, by their keys. */
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
