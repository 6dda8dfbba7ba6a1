/** Verifies a vault, or any OCFL objects and storage roots: archives, ledgers, and each against the other. */
import { type LedgerFinding, ledgerFinding } from "../ledger/findings.ts";
import { LEDGER_FOLDER, ledgerKey } from "../ledger/keys.ts";
import type { PublicKey } from "../ledger/public-key.ts";
import { lastName, type Tree } from "../ocfl/tree.ts";
import { type Finding, type ObjectResult, validateObject, validateStorageRoot } from "../ocfl/validate.ts";
import { checkRootLayout } from "./check-layout.ts";
import { checkOurObject, objectFindings } from "./check-object.ts";
import { checkTicket } from "./check-ticket.ts";
import { isError, type VerifyFinding, withKind } from "./kinds.ts";
import { type Observed, observe } from "./observed-tree.ts";
import type { Target, Targets } from "./targets.ts";
import { isUnused, type VerifiedLedger, verifyLedger } from "./verify-ledger.ts";

/** What was checked of an account's ledger. */
interface LedgerSummary {
  readonly orgId: number;
  readonly entries: number;
  /** Versions that it seals. */
  readonly versions: number;
  /** The last entry: who notes its SHA-256 down can later tell that nothing was removed. */
  readonly head: { readonly sequence: number; readonly sha256: string; readonly time: string } | null;
}

export interface Verification {
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
  readonly errors: number;
  readonly findings: readonly VerifyFinding[];
}

export interface VerificationOptions {
  readonly mode: "quick" | "full";
  readonly now: Date;
  /** Keys known from elsewhere, which must vouch for every ledger. */
  readonly pinned: readonly PublicKey[];
  /** SHA-256 of an entry that was noted down: one of the ledgers must still have it. */
  readonly head?: string | undefined;
  readonly signal: AbortSignal;
  /** Called with how many objects and ledger entries are done, and the bytes read until then. */
  readonly onProgress?: (done: number, bytes: number) => void;
}

/** How many objects and ledger entries there may be: exact where, as in ours, objects stand directly in their root. */
export async function countWork({ tree, targets }: Targets): Promise<number> {
  let work = 0;
  for (const { kind, path, orgId } of targets) {
    work += kind === "object" ? 1 : (await tree.children(path)).folders.filter(isNoExtension).length;
    if (orgId !== undefined) {
      work += (await tree.children(ledgerKey(orgId))).files.filter((file) => file.endsWith(".json")).length;
    }
  }
  return work;
}

function isNoExtension(folder: string): boolean {
  return !/(^|\/)extensions$/.test(folder);
}

/** @throws what the tree throws when something could not be read, and the signal's reason */
export async function verify(
  { tree, targets, strays }: Targets,
  options: VerificationOptions,
): Promise<Verification> {
  const run = new Run(tree, options, strays);
  for (const target of targets) await run.check(target);
  return run.result();
}

/** Adds up over targets. */
class Run {
  readonly #observed: Observed;
  readonly #tree: Tree;
  readonly #options: VerificationOptions;
  readonly #findings: VerifyFinding[] = [];
  readonly #ledgers: LedgerSummary[] = [];
  readonly #withoutLedger: number[] = [];
  readonly #totals = { objects: 0, validObjects: 0, files: 0, bytes: 0 };
  #entries = 0;
  #hasHead = false;

  constructor(tree: Tree, options: VerificationOptions, strays: readonly Finding[]) {
    this.#tree = tree;
    this.#observed = observe(tree);
    this.#options = options;
    this.#add(strays);
  }

  async check({ kind, path, orgId }: Target): Promise<void> {
    const { mode, signal, now } = this.#options;
    const ticket = kind === "object" ? Number(lastName(path)) : undefined;
    const ledger = orgId === undefined ? undefined : await this.#checkLedger(orgId, ticket);
    const isOurs = orgId !== undefined;
    const seen = new Set<number>();
    const take = async (result: ObjectResult): Promise<void> => {
      const ticketId = isOurs ? ticketIn(result.path) : undefined;
      if (ticketId !== undefined) seen.add(ticketId);
      await this.#takeObject(result, ticketId, ledger);
    };
    if (kind === "object") {
      await take(await validateObject(this.#observed.tree, path, { mode, signal }));
      return;
    }
    if (isOurs && isUnused(await this.#tree.children(path), ledger)) return;
    const root = await validateStorageRoot(this.#observed.tree, path, { mode, signal, onObject: take });
    this.#add(root.findings);
    if (isOurs) this.#add(await checkRootLayout(this.#tree, path));
    if (ledger === undefined) return;
    for (const ticketId of ledger.sealed.tickets) {
      if (seen.has(ticketId)) continue;
      this.#add(await checkTicket(this.#observed, ledger, ticketId, now));
      this.#observed.forget();
    }
  }

  result(): Verification {
    const { head } = this.#options;
    if (head !== undefined && !this.#hasHead) this.#add([noSuchHead(this.#ledgers, head)]);
    const errors = this.#findings.filter(isError).length;
    return {
      ...this.#totals,
      ledgers: this.#ledgers,
      withoutLedger: this.#withoutLedger,
      errors,
      findings: this.#findings,
    };
  }

  /** Of a single ticket, only its seals are kept; the chain is checked whole all the same. */
  async #checkLedger(orgId: number, ticketId: number | undefined): Promise<VerifiedLedger | undefined> {
    const { now, pinned, head, signal } = this.#options;
    const before = this.#entries;
    const ledger = await verifyLedger(this.#tree, orgId, {
      now,
      pinned,
      head,
      signal,
      ...(ticketId !== undefined && { only: new Set([ticketId]) }),
      onEntries: (entries) => {
        this.#entries = before + entries;
        this.#progress();
      },
    });
    if (ledger !== undefined) {
      this.#add(ledger.findings);
      this.#hasHead ||= ledger.hasHead;
      const { entries, sealed } = ledger;
      this.#ledgers.push({ orgId, entries, versions: sealed.count, head: ledger.head ?? null });
    } else if (pinned.length > 0) {
      const message = "there is no ledger, though its key was given";
      this.#add([ledgerFinding("missing", ledgerKey(orgId), message)]);
    } else {
      this.#withoutLedger.push(orgId);
    }
    return ledger;
  }

  async #takeObject(
    result: ObjectResult,
    ticketId: number | undefined,
    ledger: VerifiedLedger | undefined,
  ): Promise<void> {
    const { mode, now, signal } = this.#options;
    const found = objectFindings(result);
    if (ticketId !== undefined) {
      found.push(...(await checkOurObject(this.#observed, result, ticketId, { mode, now, ledger, signal })));
    }
    this.#observed.forget();
    this.#findings.push(...found);
    this.#totals.objects += 1;
    this.#totals.validObjects += found.some(isError) ? 0 : 1;
    this.#totals.files += result.files;
    this.#totals.bytes += result.bytes;
    this.#progress();
  }

  #add(findings: readonly Finding[]): void {
    for (const finding of findings) this.#findings.push(withKind(finding));
  }

  #progress(): void {
    this.#options.onProgress?.(this.#totals.objects + this.#entries, this.#totals.bytes);
  }
}

function noSuchHead(ledgers: readonly LedgerSummary[], sha256: string): LedgerFinding {
  const [first, ...others] = ledgers;
  const place = first === undefined || others.length > 0 ? LEDGER_FOLDER : ledgerKey(first.orgId);
  const message = `no entry has the SHA-256 ${sha256} that was noted down: entries were removed from the end, or rewritten`;
  return ledgerFinding("gap", place, message);
}

/** The ticket in whose folder the object stands, in a vault of ours. */
function ticketIn(path: string): number | undefined {
  const [, ticket] = /^archive\/\d+\/([1-9]\d{0,15})$/.exec(path) ?? [];
  return ticket === undefined ? undefined : Number(ticket);
}
