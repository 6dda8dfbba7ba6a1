/** The parts of an account that have their turn one after the other: tickets, with what the ledger seals of them, and entries. */
import type { Finding } from "../findings.ts";
import { checkBlocks } from "../ledger/check-block.ts";
import type { VerifiedLedger } from "../ledger/check-ledger.ts";
import { hundredOf, hundredOfTicket } from "../ledger/checkpoint.ts";
import type { PublicKey } from "../ledger/public-key.ts";
import { readLists } from "../ledger/sealed-lists.ts";
import type { SealedState } from "../ledger/sealed-state.ts";
import type { Tree } from "../ocfl/tree.ts";
import { checkGone, checkObject } from "./check-object.ts";
import type { Outside } from "./check-outside.ts";
import { checkTickets, type UncheckedTicket } from "./check-tickets.ts";
import { blocksOf, type Rota, turnOf, turnsOf } from "./rota.ts";

const TICKETS_AT_ONCE = 16;

export interface DueOptions extends Rota {
  readonly orgId: number;
  readonly now: Date;
  /** When this run was planned for: what is due follows from that. */
  readonly planned: Date;
  /** The key that signs the ledger. */
  readonly pinned: readonly PublicKey[];
  /** What stands outside of the vault's account; nothing by default. */
  readonly outside?: Outside;
  /** No further ticket is begun once this is aborted. */
  readonly time: AbortSignal;
  /** At most so many tickets that are not due yet. */
  readonly most: number;
  /** At most so many calls of the store. */
  readonly mostCalls: number;
  /** 0 to 1, for the order of the tickets. */
  readonly random: () => number;
  /** Lets some time pass before what seems to be wrong is looked at again. */
  readonly wait: () => Promise<void>;
}

/** What was looked at of a part. */
interface Part {
  readonly checked: number;
  /** Tickets of which only the ledger knows. */
  readonly gone: number;
  readonly unchecked: readonly UncheckedTicket[];
  /** Tickets and blocks of entries that were not reached. */
  readonly left: number;
  readonly findings: readonly Finding[];
}

/** The tickets that are there, by the turn that each has. */
export function byTurn(tickets: readonly number[], options: DueOptions): ReadonlyMap<number, number[]> {
  const turns = turnsOf(options);
  return Map.groupBy(tickets, (ticketId) => turnOf(hundredOfTicket(ticketId), turns));
}

/** The ledger as far as `state` knows it; what a checkpoint covers is added to it as lists are read. */
export function ledgerOf(state: SealedState | undefined): VerifiedLedger | undefined {
  return state && { ...state.ledger, since: state.checkpoint === undefined ? state.ledger.since : undefined };
}

/** Adds what a checkpoint says of records, or of the tickets of a turn. @returns findings, and lists that are not to be had */
export async function addLists(
  tree: Tree,
  state: SealedState | undefined,
  isWanted: (hundred: number | undefined) => boolean,
): Promise<{ readonly findings: Finding[]; readonly lost: ReadonlySet<number | undefined> }> {
  if (state?.checkpoint === undefined) return { findings: [], lost: new Set() };
  const { orgId, sealed } = state.ledger;
  const lists = state.checkpoint.lists.filter(({ name }) => isWanted(hundredOf(name)));
  const known = sealed.findings.length;
  const { files, lost, findings } = await readLists(tree, orgId, lists);
  for (const [key, sha256] of files) sealed.addKnown(orgId, key, sha256);
  return {
    findings: [...findings, ...sealed.findings.slice(known)],
    lost: new Set(lost.map(({ name }) => hundredOf(name))),
  };
}

/**
 * Checks the tickets of a turn and a part of the entries that a checkpoint covers.
 * @param most at most so many tickets
 * @throws what the tree throws for what belongs to no ticket
 */
export async function checkTurn(
  tree: Tree,
  turn: number,
  {
    there = [],
    state,
    most,
  }: { there: readonly number[] | undefined; state: SealedState | undefined; most: number },
  options: DueOptions,
): Promise<Part> {
  const { orgId, now, time, wait, random } = options;
  const turns = turnsOf(options);
  const isOfTurn = (hundred: number | undefined): boolean =>
    hundred !== undefined && turnOf(hundred, turns) === turn;
  const { findings, lost } = await addLists(tree, state, isOfTurn);
  const ledger = ledgerOf(state);
  const isThere = new Set(there);
  const sealed = [...(ledger?.sealed.tickets ?? [])].filter((each) => isOfTurn(hundredOfTicket(each)));
  const gone = new Set(sealed.filter((ticketId) => !isThere.has(ticketId)));
  const all = [...gone, ...shuffled(there, random)];
  const wanted = all.filter((ticketId) => !lost.has(hundredOfTicket(ticketId))).slice(0, most);
  const checks = { mode: "quick", ledger, now } as const;
  const { done, unchecked } = await checkTickets(
    wanted,
    (ticketId) => (gone.has(ticketId) ? checkGone : checkObject)(tree, { orgId, ticketId }, checks),
    { atOnce: TICKETS_AT_ONCE, time, wait },
  );
  const { keys = [], sequence = 0 } = state?.checkpoint ?? {};
  const blocks = blocksOf(turn, turns, sequence);
  const ofBlocks = await checkBlocks(tree, orgId, blocks, { keys, time });
  const left = all.length - done.length - unchecked.length + blocks.length - ofBlocks.checked;
  return {
    checked: done.length,
    gone: gone.size,
    unchecked,
    left,
    findings: [...findings, ...done.flatMap((each) => each.findings), ...ofBlocks.findings],
  };
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
