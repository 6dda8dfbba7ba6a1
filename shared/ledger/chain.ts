/** Checks the entries of a ledger one after the other: numbers, chain, times, signatures and keys. */
import { sha256Hex } from "../digest.ts";
import { IntegrityError } from "../errors.ts";
import { type Finding, type FindingCode, finding, newerFinding } from "../findings.ts";
import { entryKey } from "../keys.ts";
import { type LedgerHead, parseEntry, type ReadEntry } from "./entry.ts";
import type { PublicKey } from "./public-key.ts";
import { Signatures } from "./signatures.ts";

const HOUR = 3_600_000;
/** Heartbeats come every hour; longer than this (ms) without any entry is a gap. */
export const LONGEST_SILENCE = 3 * HOUR;
/** A signature follows its entry at once; after this (ms) its sealer is dead. */
const SIGNING_TAKES = HOUR / 4;
/** Clocks differ; what is dated further ahead (ms) than this is of the future. */
const CLOCKS_DIFFER = HOUR / 12;

export interface ChainOptions {
  readonly orgId: number;
  /** The keys to check signatures with, by id. */
  readonly keys: ReadonlyMap<string, PublicKey>;
  /** The ids of keys known from elsewhere. Without any, the key of the first entry is believed. */
  readonly trusted: readonly string[];
}

/** One entry as it stands in the ledger. */
export interface Link {
  /** The number in the entry's name. */
  readonly sequence: number;
  readonly bytes: Uint8Array;
  /** Undefined when it is missing. */
  readonly signature: Uint8Array | undefined;
}

export interface CheckedEntry {
  readonly entry: ReadEntry;
  /** Whether its signature is good, and by a key that had neither retired nor been revoked. */
  readonly counts: boolean;
}

interface Last {
  readonly sequence: number;
  readonly sha256: string;
  readonly time: string | undefined;
}

/** Takes the entries in order of their numbers, from any number on. */
export class Chain {
  readonly findings: Finding[] = [];
  /** Hours between two entries in which none came, though they came every hour before: no reason not to go on sealing. */
  readonly silences: Finding[] = [];
  readonly #orgId: number;
  /** Who signed, and which keys may sign what comes next. */
  readonly signatures: Signatures;
  /** Of the last entry's missing signature, which may still be in the writing. */
  #unsigned: Finding | undefined;
  #last: Last | undefined;
  #heartbeats = false;
  #entries = 0;
  #newer = false;

  constructor({ orgId, keys, trusted }: ChainOptions) {
    this.#orgId = orgId;
    this.signatures = new Signatures(orgId, keys, trusted);
  }

  /** Checks the next entry; gives it when it is one, and whether what it says counts. */
  add({ sequence, bytes, signature }: Link): CheckedEntry | undefined {
    const path = entryKey(this.#orgId, sequence);
    this.#settleUnsigned();
    const follows = this.#checkGap(sequence);
    this.#entries += 1;
    const before = this.#last;
    const entry = this.#read(bytes, path);
    this.#last = { sequence, sha256: sha256Hex(bytes), time: entry?.time ?? before?.time };
    if (entry === undefined) {
      this.#breakChain();
      return undefined;
    }
    this.#checkPlace(entry, sequence, path);
    if (follows) this.#checkFollows(entry, before, path);
    this.#checkSilence(entry, before, path);
    this.#heartbeats ||= entry.kind === "heartbeat";
    const against = this.signatures.take({ entry, sequence, bytes, signature });
    if (against === undefined) this.#take(entry, path);
    else if (signature === undefined) this.#unsigned = against;
    else this.findings.push(against);
    return { entry, counts: against === undefined };
  }

  /** Says that the ledger ends here, `now`. */
  end(now: Date): void {
    const age = now.getTime() - Date.parse(this.#last?.time ?? "");
    if (this.#last !== undefined && age < -CLOCKS_DIFFER) {
      const message = `the entry is dated ${this.#last.time}, which is yet to come: until then no silence is noticed`;
      const path = entryKey(this.#orgId, this.#last.sequence);
      this.findings.push(finding("broken-chain", path, message, "warning"));
    }
    if (this.#unsigned !== undefined) {
      const fresh = age < SIGNING_TAKES && age >= -CLOCKS_DIFFER;
      this.findings.push({ ...this.#unsigned, severity: fresh ? "warning" : "error" });
      this.#unsigned = undefined;
    }
    this.#breakChain();
  }

  /** Says that an hourly entry was due by `now`, if heartbeats ever came. */
  expectHeartbeat(now: Date): void {
    if (this.#last?.time === undefined || !this.#heartbeats) return;
    if (now.getTime() - Date.parse(this.#last.time) <= LONGEST_SILENCE) return;
    const message = `no entry since ${this.#last.time}, though heartbeats came every hour: the sealer stands still, or entries were removed from the end`;
    this.findings.push(finding("gap", entryKey(this.#orgId, this.#last.sequence + 1), message));
  }

  /** The last entry, whatever was found of it. */
  get head(): LedgerHead | undefined {
    return this.#last && { ...this.#last, time: this.#last.time ?? "" };
  }

  /** Whether a newer program wrote one of the entries with a good signature. */
  get hasNewer(): boolean {
    return this.#newer;
  }

  get entries(): number {
    return this.#entries;
  }

  #read(bytes: Uint8Array, path: string): ReadEntry | undefined {
    try {
      return parseEntry(bytes, path);
    } catch (error) {
      if (!(error instanceof IntegrityError)) throw error;
      this.#add("altered", path, "the file is no entry that a sealer wrote");
      return undefined;
    }
  }

  #checkPlace({ org, sequence: says }: ReadEntry, sequence: number, path: string): void {
    if (says === sequence && org === this.#orgId) return;
    this.#breakChain();
    this.#add("broken-chain", path, `this is entry ${says} of account ${org}: it does not belong here`);
  }

  /** False when it cannot be told whether the entry follows: the one before is missing, or was not looked at. */
  #checkGap(sequence: number): boolean {
    const expected = this.#last === undefined ? 1 : this.#last.sequence + 1;
    if (sequence === expected) return true;
    if (this.#last !== undefined) this.#addGap(expected, sequence - 1);
    return false;
  }

  /** Says that entries are missing, before the first or between two. */
  #addGap(from: number, to: number): void {
    this.#breakChain();
    const which = from === to ? `entry ${from} is` : `entries ${from} to ${to} are`;
    this.#add("gap", entryKey(this.#orgId, from), `${which} missing`);
  }

  /** Says that the first entry that was added is not the ledger's first one, though it should be. */
  missingStart(first: number): void {
    if (first > 1) this.#addGap(1, first - 1);
  }

  #checkFollows({ previous, time }: ReadEntry, before: Last | undefined, path: string): void {
    if (previous !== (before?.sha256 ?? null)) {
      this.#breakChain();
      const message =
        before === undefined
          ? "the first entry names one before it"
          : `the entry does not follow entry ${before.sequence} as it stands here, whose SHA-256 is ${before.sha256}`;
      this.#add("broken-chain", path, message);
    }
    if (before?.time !== undefined && time < before.time) {
      this.#add("broken-chain", path, `the entry's time, ${time}, is before the one of the entry before it`);
    }
  }

  /** A silence that is over is still one: what was cut off the end before a sealer went on looks like this. */
  #checkSilence({ time }: ReadEntry, before: Last | undefined, path: string): void {
    if (!this.#heartbeats || before?.time === undefined) return;
    if (Date.parse(time) - Date.parse(before.time) <= LONGEST_SILENCE) return;
    const message = `no entry between ${before.time} and ${time}, though heartbeats came every hour: the sealer stood still, or entries were removed`;
    this.silences.push(finding("gap", path, message));
  }

  #take(entry: ReadEntry, path: string): void {
    if (entry.kind === "revoke") {
      const message = `the key ${entry.revokedKeyId} is revoked: what it signed from entry ${entry.revokedFrom} on seals nothing`;
      this.findings.push(finding("revoked-key", path, message, "warning"));
    }
    if (entry.kind !== "newer") return;
    this.#newer = true;
    this.findings.push(newerFinding(path));
  }

  #settleUnsigned(): void {
    if (this.#unsigned !== undefined) this.findings.push(this.#unsigned);
    this.#unsigned = undefined;
  }

  /** Later signatures vouch for nothing that stands before this place. */
  #breakChain(): void {
    this.findings.push(...this.signatures.trust.breakHere());
  }

  #add(code: FindingCode, path: string, message: string): void {
    this.findings.push(finding(code, path, message));
  }
}
