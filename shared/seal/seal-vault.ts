/** Seals everything of an account that its ledger does not name yet: reads the whole ledger, walks the whole archive and all records. */

import { IntegrityError } from "../errors.ts";
import type { Finding } from "../findings.ts";
import { parseNumberedName, storageRootKey } from "../keys.ts";
import { verifyLedger } from "../ledger/check-ledger.ts";
import type { LedgerHead } from "../ledger/entry.ts";
import type { SealedFile } from "../ledger/entry-content.ts";
import type { Seal } from "../ledger/sealed-files.ts";
import { RECORD_KINDS } from "../ledger/sealing-kinds.ts";
import { NewerProgramError } from "../newer-program.ts";
import { lastName } from "../ocfl/tree.ts";
import type { ObjectStore } from "../store/object-store.ts";
import { storeTree } from "../store/store-tree.ts";
import type { Ledger } from "./ledger.ts";
import { recordsOf } from "./records.ts";
import { publishedVersions } from "./versions.ts";

export interface SealVaultOptions {
  readonly orgId: number;
  readonly store: ObjectStore;
  readonly ledger: Ledger;
  readonly now: () => Date;
  readonly signal: AbortSignal;
  /** Called after each ticket, with how many of how many are done. */
  readonly onTicket?: (done: number, total: number) => void;
}

export interface SealedVault {
  readonly tickets: number;
  /** Versions sealed now, and those that were sealed before. */
  readonly sealed: number;
  readonly already: number;
  /** Records sealed now: acceptances, entries of legal holds, and censuses with their pages. */
  readonly records: number;
  /** The entries written. */
  readonly entries: readonly LedgerHead[];
  /** The last entry; undefined in a ledger without one. */
  readonly head: LedgerHead | undefined;
  /** Tickets that were left out, since what is archived of them is not as it was published. */
  readonly refused: readonly { readonly ticketId: number; readonly code: string; readonly message: string }[];
  /** What is wrong with the ledger as it was found. */
  readonly findings: readonly Finding[];
}

const IN_ENTRY = 1000;

/** @throws what `Ledger` throws, StoreError, and the signal's reason */
export async function sealVault(options: SealVaultOptions): Promise<SealedVault> {
  const { orgId, store, ledger, now, signal, onTicket } = options;
  await ledger.settle();
  const known = await verifyLedger(storeTree(store), orgId, { now: now(), pinned: [], signal });
  const sealed = known?.sealed;
  const { folders } = await store.children(storageRootKey(orgId));
  const tickets = folders.flatMap((folder) => parseNumberedName(lastName(folder)) ?? []);
  const refused: { ticketId: number; code: string; message: string }[] = [];
  const entries: LedgerHead[] = [];
  let waiting: SealedFile[] = [];
  let already = 0;
  let written = 0;
  const write = async (): Promise<void> => {
    const done = await ledger.seal("versions", waiting);
    entries.push(...done.entries);
    written += done.sealed.length;
    waiting = [];
  };
  for (const [index, ticketId] of tickets.entries()) {
    signal.throwIfAborted();
    const seals: ReadonlyMap<number, Seal> = sealed?.of(ticketId) ?? new Map();
    const isNew = ({ version }: { readonly version: number }): boolean => {
      if (seals.get(version)?.sha256 === undefined) return true;
      already += 1;
      return false;
    };
    try {
      waiting.push(...(await publishedVersions(store, orgId, ticketId, isNew)));
    } catch (error) {
      if (!(error instanceof IntegrityError || error instanceof NewerProgramError)) throw error;
      refused.push({ ticketId, code: error.code, message: error.message });
    }
    if (waiting.length >= IN_ENTRY) await write();
    onTicket?.(index + 1, tickets.length);
  }
  await write();
  let records = 0;
  for (const kind of RECORD_KINDS) {
    signal.throwIfAborted();
    const isNew = (key: string): boolean => sealed?.records.get(key)?.sha256 === undefined;
    const done = await ledger.seal(kind, await recordsOf(store, orgId, kind, isNew));
    entries.push(...done.entries);
    records += done.sealed.length;
  }
  const findings = (known?.findings ?? []).filter(({ severity }) => severity === "error");
  return {
    tickets: tickets.length,
    sealed: written,
    already,
    records,
    entries,
    head: await ledger.settle(),
    refused,
    findings,
  };
}
