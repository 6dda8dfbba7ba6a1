/** What a ledger says of each version: the digest of its inventory, and by which entry. */
import { type Finding, finding } from "../findings.ts";
import { entryKey, parseVersionKey } from "../keys.ts";
import type { CheckedEntry } from "./chain.ts";

export interface Seal {
  /** Number of the first entry that names the version. */
  readonly sequence: number;
  /** SHA-256 of the version's inventory; undefined when no entry with a good signature names the version. */
  readonly sha256: string | undefined;
}

/** All seals of one account's versions, in memory: about 300 bytes each. */
export class SealedVersions {
  readonly findings: Finding[] = [];
  /** By ticket and version number. */
  readonly #byTicket = new Map<number, Map<number, Seal>>();
  readonly #only: ReadonlySet<number> | undefined;
  #count = 0;

  /** @param only keeps the seals of these tickets, and no others */
  constructor(only?: ReadonlySet<number>) {
    this.#only = only;
  }

  add({ entry, signed }: CheckedEntry): void {
    for (const { key, sha256 } of entry.versions) {
      const name = parseVersionKey(key);
      if (name === undefined || (this.#only !== undefined && !this.#only.has(name.ticketId))) continue;
      const seals = this.#byTicket.get(name.ticketId) ?? new Map<number, Seal>();
      this.#byTicket.set(name.ticketId, seals);
      const first = seals.get(name.version);
      if (first === undefined) this.#count += 1;
      if (first?.sha256 === undefined) {
        seals.set(name.version, { sequence: entry.sequence, sha256: signed ? sha256 : undefined });
      } else if (signed && first.sha256 !== sha256) {
        const message = `the entry seals another inventory of ${key} than entry ${first.sequence}`;
        this.findings.push(finding("altered", entryKey(entry.org, entry.sequence), message));
      }
    }
  }

  /** The seals of a ticket by version number. */
  of(ticketId: number): ReadonlyMap<number, Seal> {
    return this.#byTicket.get(ticketId) ?? new Map<number, Seal>();
  }

  get tickets(): IterableIterator<number> {
    return this.#byTicket.keys();
  }

  get count(): number {
    return this.#count;
  }
}
