/** Verifies what is due of an account, within a run's time and calls, and goes on with what is due next while both last. */
import { type Finding, finding, isError } from "../findings.ts";
import { ledgerKey, storageRootKey } from "../keys.ts";
import { isUnused } from "../ledger/check-ledger.ts";
import { hundredOf } from "../ledger/checkpoint.ts";
import { checkpointsKey } from "../ledger/checkpoint-keys.ts";
import { type SealedState, settledState } from "../ledger/sealed-state.ts";
import { isEmptyFolder, type Tree, type TreeChildren } from "../ocfl/tree.ts";
import { checkHistory } from "./check-history.ts";
import { checkRoot } from "./check-layout.ts";
import { checkOutside, type Outside } from "./check-outside.ts";
import { checkRecords } from "./check-records.ts";
import { persisting, ticketsIn, type UncheckedTicket } from "./check-tickets.ts";
import { countCalls } from "./counted-tree.ts";
import { addLists, byTurn, checkTurn, type DueOptions, ledgerOf } from "./due-parts.ts";
import { turnsFrom } from "./rota.ts";

export interface Due {
  /** Tickets of the account as far as they are known, and those of them that were checked. */
  readonly tickets: number;
  readonly checked: number;
  /** Those that could not be checked, since something of them could not be read. */
  readonly unchecked: readonly UncheckedTicket[];
  /** What was due and not reached: tickets, and blocks of a thousand entries. */
  readonly late: number;
  /**
   * `all`: every ticket, against all that the ledger seals. `due`: what was due at least. `late`: not even that.
   * `nothing`: there is neither an archive nor a ledger yet.
   */
  readonly covered: "all" | "due" | "late" | "nothing";
  /** Entries that were read of the ledger's end, since the checkpoint. */
  readonly entries: number;
  /** The last entry that the checkpoint covers; 0 where there is none. */
  readonly checkpoint: number;
  /** How much later (ms) the last entry is than the last one that a checkpoint covers, or than the first. */
  readonly checkpointAge: number;
  /** Calls of the store; the pages of a listing are one. */
  readonly calls: number;
  readonly findings: readonly Finding[];
}

/** With more since the checkpoint, or without one, only the last ones are read: the run would not come to the tickets. */
const MOST_ENTRIES = 20_000;
const NOTHING = { tickets: 0, checked: 0, unchecked: [], late: 0, covered: "nothing", entries: 0 } as const;
const NOBODY: Outside = { authorities: [], witness: undefined };
/** OCFL prefers SHA-512; Ticketvault has SHA-256 by design, so that each object would be warned of. */
const ACCEPTED = "W004";

/**
 * Quick: digests that the server keeps are compared and not computed again. A ticket that cannot be read keeps no other
 * from being checked.
 * @throws what the tree throws when the ledger or the storage root cannot be read
 */
export async function verifyDue(given: Tree, options: DueOptions): Promise<Due> {
  const { orgId, now, pinned, outside = NOBODY, wait } = options;
  const { tree, calls, signal } = countCalls(given, options.mostCalls);
  const time = AbortSignal.any([options.time, signal]);
  const root = storageRootKey(orgId);
  const state = await settledState(tree, orgId, { now, pinned, most: MOST_ENTRIES }, wait);
  const { top, tickets: there } = await listTickets(tree, root);
  if (state === undefined && isEmptyFolder(top)) {
    return { ...NOTHING, checkpoint: 0, checkpointAge: 0, calls: calls(), findings: [] };
  }
  const findings = [...(state?.findings ?? [noLedger(orgId)])];
  findings.push(...(await checkHistory(tree, ledgerKey(orgId))));
  findings.push(...(await checkHistory(tree, checkpointsKey(orgId))));
  findings.push(
    ...(await checkOutside(tree, outside, { ...options, checkpoint: state?.checkpoint?.sequence ?? 0 })),
  );
  const ledger = ledgerOf(state);
  const ofRecords = await addLists(tree, state, (hundred) => hundred === undefined);
  findings.push(...ofRecords.findings);
  if (ofRecords.lost.size === 0) findings.push(...(await checkRecords(tree, orgId, ledger, now)));
  if (hasTickets(state) || !isUnused(top, ledger)) findings.push(...(await settledRoot(tree, root, wait)));

  const turns = await checkTurns(tree, there, state, { ...options, time });
  findings.push(...turns.findings);
  const { tickets, checked, unchecked, late } = turns;
  const isAll = turns.isAll && ledger?.since === undefined;
  return {
    tickets,
    checked,
    unchecked,
    late,
    covered: late > 0 ? "late" : isAll ? "all" : "due",
    entries: state?.ledger.entries ?? 0,
    checkpoint: state?.checkpoint?.sequence ?? 0,
    checkpointAge: Date.parse(ledger?.head?.time ?? "") - (ledger?.first ?? Number.NaN) || 0,
    calls: calls(),
    findings,
  };
}

/** The numbers of all tickets; of their folders' names, which take ten times as much memory, the first one stays. */
async function listTickets(
  tree: Tree,
  root: string,
): Promise<{ readonly top: TreeChildren; readonly tickets: readonly number[] }> {
  const top = await tree.children(root);
  return { top: { ...top, folders: top.folders.slice(0, 1) }, tickets: ticketsIn(top) };
}

interface Turns extends Pick<Due, "tickets" | "checked" | "unchecked" | "late" | "findings"> {
  /** Whether all turns were gone through, to their ends. */
  readonly isAll: boolean;
}

/** The turn that is due whatever it takes, and those that come next while time and `most` last. */
async function checkTurns(
  tree: Tree,
  all: readonly number[],
  state: SealedState | undefined,
  options: DueOptions,
): Promise<Turns> {
  const there = byTurn(all, options);
  const findings: Finding[] = [];
  const unchecked: UncheckedTicket[] = [];
  let [tickets, checked, isAll] = [all.length, 0, true];
  let late: number | undefined;
  let { most } = options;
  for (const turn of turnsFrom(options.planned, options)) {
    const isDue = late === undefined;
    if (!isDue && (options.time.aborted || most <= 0)) {
      isAll = false;
      break;
    }
    const of = { there: there.get(turn), state, most: isDue ? Number.POSITIVE_INFINITY : most };
    const part = await checkTurn(tree, turn, of, options);
    findings.push(...part.findings.filter(({ code }) => code !== ACCEPTED));
    unchecked.push(...part.unchecked);
    [tickets, checked] = [tickets + part.gone, checked + part.checked];
    if (!isDue) most -= part.checked;
    isAll &&= part.left === 0 && part.unchecked.length === 0;
    late ??= part.left;
  }
  return { tickets, checked, unchecked, late: late ?? 0, isAll, findings };
}

/** Whether the checkpoint says that there were tickets: what it covers is not among the ledger's entries that were read. */
function hasTickets(state: SealedState | undefined): boolean {
  return state?.checkpoint?.lists.some(({ name }) => hundredOf(name) !== undefined) ?? false;
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
