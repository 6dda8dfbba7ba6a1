/** Verifies as much of an account as time allows: the end of its ledger, and tickets in random order. */
import { type Finding, finding, isError } from "../findings.ts";
import { ledgerKey, storageRootKey } from "../keys.ts";
import { isUnused, settledLedger } from "../ledger/check-ledger.ts";
import type { PublicKey } from "../ledger/public-key.ts";
import { isEmptyFolder, type Tree } from "../ocfl/tree.ts";
import { checkHistory } from "./check-history.ts";
import { checkRoot } from "./check-layout.ts";
import { checkGone, checkObject } from "./check-object.ts";
import { checkRecords } from "./check-records.ts";
import { checkTickets, persisting, ticketsOf, type UncheckedTicket } from "./check-tickets.ts";

export interface SampleOptions {
  readonly orgId: number;
  readonly now: Date;
  /** The key that signs the ledger. */
  readonly pinned: readonly PublicKey[];
  /** No further ticket is begun once this is aborted. */
  readonly time: AbortSignal;
  /** At most so many tickets. */
  readonly most: number;
  /** 0 to 1, for the order of the tickets. */
  readonly random: () => number;
  /** Lets some time pass before what seems to be wrong is looked at again. */
  readonly wait: () => Promise<void>;
}

export interface Sample {
  /** Tickets of the account, and those of them that were checked. */
  readonly tickets: number;
  readonly checked: number;
  /** Those that could not be checked, since something of them could not be read. */
  readonly unchecked: readonly UncheckedTicket[];
  /** `all`: every ticket, against the whole ledger. `nothing`: there is neither an archive nor a ledger yet. */
  readonly covered: "all" | "sample" | "nothing";
  /** Ledger entries that were read: the last ones. */
  readonly entries: number;
  readonly findings: readonly Finding[];
}

/** Entries of four months of heartbeats; with more, versions sealed before them are checked against OCFL only. */
const ENTRIES = 3000;
const TICKETS_AT_ONCE = 4;
/** OCFL prefers SHA-512; Ticketvault has SHA-256 by design, so that each object would be warned of. */
const ACCEPTED = "W004";

/**
 * Quick: digests that the server keeps are compared and not computed again. A ticket that cannot be read keeps no other
 * from being checked.
 * @throws what the tree throws when the ledger or the storage root cannot be read
 */
export async function verifySample(tree: Tree, options: SampleOptions): Promise<Sample> {
  const { orgId, now, pinned, time, most, random, wait } = options;
  const root = storageRootKey(orgId);
  const ledger = await settledLedger(tree, orgId, { now, pinned, tail: ENTRIES }, wait);
  const top = await tree.children(root);
  if (ledger === undefined && isEmptyFolder(top)) {
    return { tickets: 0, checked: 0, unchecked: [], covered: "nothing", entries: 0, findings: [] };
  }
  const findings = [...(ledger?.findings ?? [noLedger(orgId)])];
  findings.push(...(await checkHistory(tree, ledgerKey(orgId))));
  findings.push(...(await checkRecords(tree, orgId, ledger, now)));
  if (!isUnused(top, ledger)) findings.push(...(await settledRoot(tree, root, wait)));

  // A ticket that only the ledger knows is gone: it is looked at like the others, and found missing.
  const { there, gone } = ticketsOf(top, ledger);
  const wanted = [...gone, ...shuffled(there, random)].slice(0, most);
  const checks = { mode: "quick", ledger, now } as const;
  const { done, unchecked } = await checkTickets(
    wanted,
    (ticketId) => (gone.has(ticketId) ? checkGone : checkObject)(tree, { orgId, ticketId }, checks),
    { atOnce: TICKETS_AT_ONCE, time, wait },
  );
  for (const each of done) findings.push(...each.findings.filter(({ code }) => code !== ACCEPTED));
  const tickets = there.length + gone.size;
  const checked = done.length;
  const isAll = checked === tickets && ledger?.since === undefined;
  const entries = ledger?.entries ?? 0;
  return { tickets, checked, unchecked, covered: isAll ? "all" : "sample", entries, findings };
}

/** Its files come to be one after the other, with the first ticket. */
async function settledRoot(tree: Tree, root: string, wait: () => Promise<void>): Promise<readonly Finding[]> {
  const look = () => checkRoot(tree, root);
  const first = await look();
  if (!first.some(isError)) return first;
  await wait();
  return persisting(first, await look());
}

function noLedger(orgId: number) {
  return finding("missing", ledgerKey(orgId), "the account has no ledger");
}

/** Fisher and Yates. */
function shuffled(tickets: readonly number[], random: () => number): number[] {
  const mixed = [...tickets];
  for (let last = mixed.length - 1; last > 0; last -= 1) {
    const other = Math.floor(random() * (last + 1));
    [mixed[last], mixed[other]] = [mixed[other] ?? 0, mixed[last] ?? 0];
  }
  return mixed;
}
