/** Verifies a vault, or any OCFL objects and storage roots: archives, ledgers, and each against the other. */

import type { X509Certificate } from "node:crypto";
import { StoreError } from "../errors.ts";
import { finding, isUnchecked } from "../findings.ts";
import { ledgerKey, objectKey, parseNumberedName } from "../keys.ts";
import { isUnused, settledLedger, type VerifiedLedger } from "../ledger/check-ledger.ts";
import type { PublicKey } from "../ledger/public-key.ts";
import { isEmptyFolder, joinPath, lastName, type Tree } from "../ocfl/tree.ts";
import { type ObjectResult, validateObject, validateStorageRoot } from "../ocfl/validator/validator.ts";
import { checkBare } from "./check-bare.ts";
import { checkCheckpoints } from "./check-checkpoints.ts";
import { checkHistory } from "./check-history.ts";
import { checkRoot } from "./check-layout.ts";
import { checkGone, checkObject } from "./check-object.ts";
import { checkRecords, checkRecordsOfTicket } from "./check-records.ts";
import { checkTickets, ticketsOf } from "./check-tickets.ts";
import { checkTimeStamps } from "./check-time-stamps.ts";
import { checkWitness, type Witness } from "./check-witness.ts";
import { Tally, type Verification } from "./tally.ts";
import type { Target, Targets } from "./targets.ts";
import { withoutFolders } from "./tree-views.ts";

export interface VerificationOptions {
  readonly mode: "quick" | "full";
  readonly now: Date;
  /** Keys known from elsewhere, which must vouch for every ledger. */
  readonly pinned: readonly PublicKey[];
  /** SHA-256 of an entry that was noted down: one of the ledgers must still have it. */
  readonly head?: string | undefined;
  /** Certificates that vouch for time-stamping authorities. */
  readonly authorities?: readonly X509Certificate[];
  /** Who remembers entries of the ledgers. */
  readonly witness?: Witness | undefined;
  readonly signal: AbortSignal;
  /** Called with how many objects and ledger entries are done, and the bytes read until then. */
  readonly onProgress?: (done: number, bytes: number) => void;
  /** Lets some time pass before what seems to be wrong is looked at again; at once by default. */
  readonly wait?: () => Promise<void>;
}

/**
 * A ticket of a vault that cannot be read keeps no other from being checked.
 * @throws what the tree throws when something else could not be read, and the signal's reason
 */
export async function verify(
  { tree, place, targets, strays }: Targets,
  options: VerificationOptions,
): Promise<Verification> {
  const run = new Run(tree, place, options);
  run.tally.add(strays);
  for (const target of targets) await run.check(target);
  return run.tally.result(options.head);
}

/** Goes through targets. */
class Run {
  readonly tally = new Tally();
  readonly #tree: Tree;
  readonly #place: string;
  readonly #options: VerificationOptions;
  readonly #wait: () => Promise<void>;
  #entries = 0;

  constructor(tree: Tree, place: string, options: VerificationOptions) {
    this.#tree = tree;
    this.#place = place;
    this.#options = options;
    this.#wait = options.wait ?? (async () => {});
  }

  async check({ kind, path, orgId }: Target): Promise<void> {
    const { mode, signal } = this.#options;
    if (orgId !== undefined && kind === "object") await this.#checkTicket(path, orgId);
    else if (orgId !== undefined) await this.#checkAccount(path, orgId);
    else if (kind === "object")
      await this.#takeBare(await validateObject(this.#tree, path, { mode, signal }));
    else await this.#checkRoot(this.#tree, path);
  }

  async #checkTicket(path: string, orgId: number): Promise<void> {
    const ticketId = Number(lastName(path));
    const ledger = await this.#checkLedger(orgId, ticketId);
    const isGone = isEmptyFolder(await this.#tree.children(path));
    if (isGone && (ledger === undefined || ledger.sealed.count === 0)) {
      this.#nothingOf(path, `no archive of ticket ${ticketId}, nor a ledger that names it`);
    } else {
      await this.#checkTickets([ticketId], new Set(isGone ? [ticketId] : []), orgId, ledger);
      const ticket = { orgId, ticketId };
      this.tally.add(await checkRecordsOfTicket(this.#tree, ticket, ledger, this.#options.now));
    }
  }

  async #checkAccount(path: string, orgId: number): Promise<void> {
    const ledger = await this.#checkLedger(orgId);
    const top = await this.#tree.children(path);
    this.tally.add(await checkHistory(this.#tree, ledgerKey(orgId)));
    if (ledger !== undefined) this.tally.add(await checkCheckpoints(this.#tree, ledger));
    this.tally.add(await checkRecords(this.#tree, orgId, ledger, this.#options.now));
    if (isUnused(top, ledger)) return;
    if (ledger === undefined && isEmptyFolder(top)) {
      if (this.#options.pinned.length === 0)
        this.#nothingOf(path, `neither an archive nor a ledger of account ${orgId}`);
      else this.tally.add([finding("missing", path, "there is no archive, though a key was given")]);
      return;
    }
    const isTicket = (folder: string): boolean =>
      folder === joinPath(path, lastName(folder)) && parseNumberedName(lastName(folder)) !== undefined;
    const ofLayout = await checkRoot(this.#tree, path);
    this.tally.add(ofLayout);
    if (!ofLayout.some(isUnchecked)) await this.#checkRoot(withoutFolders(this.#tree, isTicket), path);
    const { there, gone } = ticketsOf(top, ledger);
    await this.#checkTickets([...there, ...gone], gone, orgId, ledger);
  }

  async #checkRoot(tree: Tree, path: string): Promise<void> {
    const { mode, signal } = this.#options;
    const onObject = (result: ObjectResult): Promise<void> => this.#takeBare(result);
    this.tally.add((await validateStorageRoot(tree, path, { mode, signal, onObject })).findings);
  }

  async #checkTickets(
    tickets: readonly number[],
    gone: ReadonlySet<number>,
    orgId: number,
    ledger: VerifiedLedger | undefined,
  ): Promise<void> {
    const { mode, now, signal } = this.#options;
    const checks = { mode, now, ledger, signal };
    const { done, unchecked } = await checkTickets(
      tickets,
      (ticketId) => (gone.has(ticketId) ? checkGone : checkObject)(this.#tree, { orgId, ticketId }, checks),
      { atOnce: 1, signal, wait: this.#wait, onCheck: ({ result }) => this.#count(result) },
    );
    for (const each of done) this.tally.take(each);
    for (const { ticketId, cause } of unchecked) this.tally.addUnchecked(objectKey(orgId, ticketId), cause);
  }

  /** Of a single ticket, only its seals are kept; the chain is checked whole all the same. */
  async #checkLedger(orgId: number, ticketId?: number): Promise<VerifiedLedger | undefined> {
    const { now, pinned, head, signal } = this.#options;
    const before = this.#entries;
    const options = {
      now,
      pinned,
      head,
      signal,
      ...(ticketId !== undefined && { only: new Set([ticketId]) }),
      onEntries: (entries: number) => {
        this.#entries = before + entries;
        this.#progress();
      },
    };
    const ledger = await settledLedger(this.#tree, orgId, options, this.#wait);
    const { witness } = this.#options;
    if (witness !== undefined) this.tally.add(await checkWitness(this.#tree, orgId, witness, pinned));
    if (ledger !== undefined) {
      const { authorities = [] } = this.#options;
      this.tally.addLedger(ledger, await checkTimeStamps(this.#tree, orgId, authorities));
    } else if (pinned.length > 0) {
      const message = "there is no ledger, though its key was given";
      this.tally.add([finding("missing", ledgerKey(orgId), message)]);
    } else {
      this.tally.addWithoutLedger(orgId);
    }
    return ledger;
  }

  /** An object that stands outside of a vault. */
  async #takeBare(result: ObjectResult): Promise<void> {
    const { mode, now, signal } = this.#options;
    this.#count(result);
    this.tally.take(await checkBare(this.#tree, result, { mode, now, signal }));
  }

  #nothingOf(path: string, what: string): void {
    const message = `${this.#place} has ${what}: check the place, --store and --org.`;
    this.tally.addUnchecked(path, new StoreError("not-archived", message));
  }

  #count(result: ObjectResult | undefined): void {
    if (result !== undefined) this.tally.count(result);
    this.#progress();
  }

  #progress(): void {
    const { objects, bytes } = this.tally.totals;
    this.#options.onProgress?.(objects + this.#entries, bytes);
  }
}
