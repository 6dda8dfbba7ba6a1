/** Adds up what a verification looked at and found. */

import { type Finding, finding, isError } from "../findings.ts";
import { LEDGER_FOLDER, ledgerKey } from "../keys.ts";
import type { VerifiedLedger } from "../ledger/check-ledger.ts";
import type { ObjectResult } from "../ocfl/validator/validator.ts";
import type { TimeStampChecks } from "./check-time-stamps.ts";
import type { TicketCheck } from "./ticket-check.ts";

/** What was checked of an account's ledger. */
interface LedgerSummary {
  readonly orgId: number;
  readonly entries: number;
  /** Versions that it seals. */
  readonly versions: number;
  /** The last entry: who notes its SHA-256 down can later tell that nothing was removed. */
  readonly head: { readonly sequence: number; readonly sha256: string; readonly time: string } | null;
  /** Time stamps beside its entries, and the newest that is sound; undefined where there are none. */
  readonly timeStamps?: Pick<TimeStampChecks, "count" | "newest">;
}

/** A ticket or an account that could not be checked. */
interface Unchecked {
  readonly path: string;
  readonly cause: unknown;
}

export interface Verification {
  /** Objects that were checked. */
  readonly objects: number;
  /** Objects without an error. */
  readonly validObjects: number;
  /** Content files. */
  readonly files: number;
  /** Bytes read of them. */
  readonly bytes: number;
  readonly ledgers: readonly LedgerSummary[];
  /** Accounts that have no ledger. */
  readonly withoutLedger: readonly number[];
  readonly unchecked: readonly Unchecked[];
  readonly errors: number;
  readonly findings: readonly Finding[];
}

/** Adds up a verification while it runs. */
export class Tally {
  readonly totals = { objects: 0, validObjects: 0, files: 0, bytes: 0 };
  readonly #findings: Finding[] = [];
  readonly #ledgers: LedgerSummary[] = [];
  readonly #withoutLedger: number[] = [];
  readonly #unchecked: Unchecked[] = [];
  #hasHead = false;

  /** What was looked at, once, however often that was. */
  count(result: ObjectResult): void {
    this.totals.objects += 1;
    this.totals.files += result.files;
    this.totals.bytes += result.bytes;
  }

  /** What was found of an object in the end. */
  take({ result, findings }: TicketCheck): void {
    for (const finding of findings) this.#findings.push(finding);
    this.totals.validObjects +=
      result === undefined || findings.some(({ severity }) => severity !== "warning") ? 0 : 1;
  }

  /** What was found elsewhere. */
  add(findings: readonly Finding[]): void {
    for (const finding of findings) this.#findings.push(finding);
  }

  addLedger(
    { orgId, entries, sealed, head, hasHead, findings }: VerifiedLedger,
    stamps: TimeStampChecks,
  ): void {
    this.add(findings);
    this.add(stamps.findings);
    this.#hasHead ||= hasHead;
    const { count, newest } = stamps;
    const timeStamps = count > 0 && { timeStamps: { count, newest } };
    this.#ledgers.push({ orgId, entries, versions: sealed.count, head: head ?? null, ...timeStamps });
  }

  addWithoutLedger(orgId: number): void {
    this.#withoutLedger.push(orgId);
  }

  addUnchecked(path: string, cause: unknown): void {
    this.#unchecked.push({ path, cause });
  }

  /** @param head SHA-256 of an entry that one of the ledgers must have */
  result(head: string | undefined): Verification {
    if (head !== undefined && !this.#hasHead) this.add([noSuchHead(this.#ledgers, head)]);
    return {
      ...this.totals,
      ledgers: this.#ledgers,
      withoutLedger: this.#withoutLedger,
      unchecked: this.#unchecked,
      errors: this.#findings.filter(isError).length,
      findings: this.#findings,
    };
  }
}

function noSuchHead(ledgers: readonly LedgerSummary[], sha256: string): Finding {
  const [first, ...others] = ledgers;
  const place = first === undefined || others.length > 0 ? LEDGER_FOLDER : ledgerKey(first.orgId);
  const message = `no entry has the SHA-256 ${sha256} that was noted down: entries were removed from the end, or rewritten`;
  return finding("gap", place, message);
}
