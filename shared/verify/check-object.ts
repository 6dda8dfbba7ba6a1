/** One look at a ticket's object: the OCFL validator's walk, and all that is checked besides. */

import { type Finding, finding, isError, newerFinding, printable } from "../findings.ts";
import { objectId, objectKey } from "../keys.ts";
import type { VerifiedLedger } from "../ledger/check-ledger.ts";
import type { Tree } from "../ocfl/tree.ts";
import { checkHeadlessContent, type ObjectResult, validateObject } from "../ocfl/validator/validator.ts";
import { checkHistory } from "./check-history.ts";
import { checkObjectLayout } from "./check-layout.ts";
import { checkSeals, checkTicket } from "./check-ticket.ts";
import { isOfNewerProgram } from "./newer-object.ts";
import { type Observed, observe } from "./observed-tree.ts";
import { tellUnfinished } from "./tell-unfinished.ts";
import type { TicketCheck } from "./ticket-check.ts";
import { findUnfinished } from "./unfinished.ts";

export interface TicketOf {
  readonly orgId: number;
  readonly ticketId: number;
}

export interface ObjectChecks {
  readonly mode: "quick" | "full";
  readonly now: Date;
  /** The account's ledger, where there is one. */
  readonly ledger: VerifiedLedger | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** A ticket whose folder is gone, against what the ledger seals of it. @throws what the tree throws */
export async function checkGone(
  tree: Tree,
  { orgId, ticketId }: TicketOf,
  { ledger, now }: ObjectChecks,
): Promise<TicketCheck> {
  const found = ledger === undefined ? [] : await checkTicket(observe(tree), ledger, ticketId, now);
  const hidden = await checkHistory(tree, objectKey(orgId, ticketId));
  return { result: undefined, findings: [...found, ...hidden] };
}

/** A ticket's object as it stands now, and what S3 keeps of it besides. @throws what the tree throws */
export async function checkObject(tree: Tree, ticket: TicketOf, checks: ObjectChecks): Promise<TicketCheck> {
  const shown = await checkShown(tree, ticket, checks);
  const hidden = await checkHistory(tree, objectKey(ticket.orgId, ticket.ticketId));
  return { ...shown, findings: [...shown.findings, ...hidden] };
}

/**
 * What publishing has not finished is one warning, if all the rest is sound; when the time of grace is over, it is an
 * error beside all that was found.
 */
async function checkShown(tree: Tree, ticket: TicketOf, checks: ObjectChecks): Promise<TicketCheck> {
  const path = objectKey(ticket.orgId, ticket.ticketId);
  if (await isOfNewerProgram(tree, path)) return checkNewer(tree, ticket, path, checks);
  const { observed, ...whole } = await checkAll(tree, ticket, checks);
  if (!whole.findings.some(isError)) return whole;
  const { mode, signal, now } = checks;
  const id = objectId(ticket.orgId, ticket.ticketId);
  const left = await findUnfinished(observed, path, id, { mode, signal });
  if (left === undefined) return whole;
  const rest = await (left.rest === undefined
    ? checkGone(tree, ticket, checks)
    : checkAll(left.rest, ticket, checks));
  if (rest.findings.some(isError)) return whole;
  return tellUnfinished(left, { whole, rest }, now);
}

/** Of such an object only what the ledger seals can be told: the digests of its inventories. */
async function checkNewer(
  tree: Tree,
  { ticketId }: TicketOf,
  path: string,
  { ledger }: ObjectChecks,
): Promise<TicketCheck> {
  const ofSeals = ledger === undefined ? [] : await checkSeals(observe(tree), ledger, ticketId);
  const nothing = { id: undefined, head: undefined, spec: undefined, files: 0, bytes: 0 };
  return { result: { path, findings: [], ...nothing }, findings: [...ofSeals, newerFinding(path)] };
}

async function checkAll(
  tree: Tree,
  { orgId, ticketId }: TicketOf,
  { mode, now, ledger, signal }: ObjectChecks,
): Promise<TicketCheck & { readonly observed: Observed; readonly result: ObjectResult }> {
  const observed = observe(tree);
  const object = objectKey(orgId, ticketId);
  const result = await validateObject(observed.tree, object, { mode, signal });
  const ours = [
    ...(await checkObjectLayout(observed, object)),
    // The validator reaches no content without an inventory in the root.
    ...(result.files === 0 ? await checkHeadlessContent(observed, object, { mode, signal }) : []),
    ...(ledger === undefined ? [] : await checkTicket(observed, ledger, ticketId, now)),
  ];
  return {
    observed,
    result,
    findings: [...result.findings, ...misplacements(result, orgId, ticketId), ...ours],
  };
}

/** OCFL itself has no rule for an object in another one's folder. */
function misplacements({ path, id }: ObjectResult, orgId: number, ticketId: number): Finding[] {
  if (id === undefined || id === objectId(orgId, ticketId)) return [];
  return [finding("misplaced", path, `the object is ${printable(id)}: it does not belong here`)];
}
