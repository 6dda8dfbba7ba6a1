/** Verifies as much of an account as time allows: the end of its ledger, and tickets in random order. */
import pMap from "p-map";
import { objectKey, storageRootKey } from "../archive/keys.ts";
import { ledgerFinding } from "../ledger/findings.ts";
import { ledgerKey } from "../ledger/keys.ts";
import type { PublicKey } from "../ledger/public-key.ts";
import { lastName, type Tree } from "../ocfl/tree.ts";
import { validateObject } from "../ocfl/validate.ts";
import { checkRootLayout } from "./check-layout.ts";
import { checkOurObject, objectFindings } from "./check-object.ts";
import { checkTicket } from "./check-ticket.ts";
import { type VerifyFinding, withKind } from "./kinds.ts";
import { observe } from "./observed-tree.ts";
import { isUnused, type VerifiedLedger, verifyLedger } from "./verify-ledger.ts";

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
}

export interface Sample {
  /** Tickets of the account, and those of them that were checked. */
  readonly tickets: number;
  readonly checked: number;
  /** `all`: every ticket, against the whole ledger. */
  readonly covered: "all" | "sample";
  /** Ledger entries that were read: the last ones. */
  readonly entries: number;
  readonly findings: readonly VerifyFinding[];
}

/** Entries of four months of heartbeats; with more, versions sealed before them are checked against OCFL only. */
const ENTRIES = 3000;
const TICKETS_AT_ONCE = 4;
/** OCFL prefers SHA-512; Ticketvault has SHA-256 by design, so that each object would be warned of. */
const ACCEPTED = "W004";

/** Quick: digests that the server keeps are compared and not computed again. @throws what the tree throws */
export async function verifySample(tree: Tree, options: SampleOptions): Promise<Sample> {
  const { orgId, now, pinned, time, most, random } = options;
  const root = storageRootKey(orgId);
  const ledger = await verifyLedger(tree, orgId, { now, pinned, tail: ENTRIES });
  const findings: VerifyFinding[] = (ledger?.findings ?? [noLedger(orgId)]).map(withKind);
  const top = await tree.children(root);
  if (!isUnused(top, ledger)) findings.push(...(await checkRootLayout(tree, root)).map(withKind));

  const { folders } = top;
  const names = folders.map(lastName).filter((name) => /^[1-9]\d{0,15}$/.test(name));
  // A ticket that only the ledger knows is gone: it is looked at like the others, and found missing.
  const tickets = [...new Set([...names.map(Number), ...(ledger?.sealed.tickets ?? [])])];
  const gone = new Set(tickets.slice(names.length));
  const wanted = [...gone, ...shuffled(tickets.slice(0, names.length), random)].slice(0, most);
  let checked = 0;
  const check = async (ticketId: number): Promise<void> => {
    if (time.aborted) return;
    findings.push(...(await checkOne(tree, orgId, ticketId, { ledger, now, isGone: gone.has(ticketId) })));
    checked += 1;
  };
  await pMap(wanted, check, { concurrency: TICKETS_AT_ONCE });
  const isAll = checked === tickets.length && ledger?.since === undefined;
  const entries = ledger?.entries ?? 0;
  return { tickets: tickets.length, checked, covered: isAll ? "all" : "sample", entries, findings };
}

interface Against {
  readonly ledger: VerifiedLedger | undefined;
  readonly now: Date;
  readonly isGone: boolean;
}

async function checkOne(
  tree: Tree,
  orgId: number,
  ticketId: number,
  { ledger, now, isGone }: Against,
): Promise<VerifyFinding[]> {
  const observed = observe(tree);
  if (isGone)
    return ledger === undefined ? [] : (await checkTicket(observed, ledger, ticketId, now)).map(withKind);
  const result = await validateObject(observed.tree, objectKey(orgId, ticketId), { mode: "quick" });
  const ours = await checkOurObject(observed, result, ticketId, { mode: "quick", now, ledger });
  return [...objectFindings(result).filter(({ code }) => code !== ACCEPTED), ...ours];
}

function noLedger(orgId: number) {
  return ledgerFinding("missing", ledgerKey(orgId), "the account has no ledger");
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
