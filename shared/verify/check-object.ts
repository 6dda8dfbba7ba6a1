/** All that is checked of a ticket's object once the OCFL validator has walked it. */
import { misplacement } from "../archive/misplaced.ts";
import type { ObjectResult } from "../ocfl/validate.ts";
import { checkContent } from "./check-content.ts";
import { checkObjectLayout } from "./check-layout.ts";
import { checkTicket } from "./check-ticket.ts";
import { misplaced, type VerifyFinding, withKind } from "./kinds.ts";
import type { Observed } from "./observed-tree.ts";
import type { VerifiedLedger } from "./verify-ledger.ts";

export interface ObjectChecks {
  readonly mode: "quick" | "full";
  readonly now: Date;
  /** The account's ledger, where there is one. */
  readonly ledger: VerifiedLedger | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** The validator's findings of any object, with the one that OCFL has no rule for. */
export function objectFindings({ path, id, findings }: ObjectResult): VerifyFinding[] {
  const message = misplacement(path, id ?? "");
  return [...findings.map(withKind), ...(message === undefined ? [] : [misplaced(path, message)])];
}

/** What is found besides in the folder of ticket `ticketId` of a vault of ours. @throws what the tree throws */
export async function checkOurObject(
  observed: Observed,
  { path, files }: ObjectResult,
  ticketId: number,
  { mode, now, ledger, signal }: ObjectChecks,
): Promise<VerifyFinding[]> {
  const findings = [
    ...(await checkObjectLayout(observed, path)),
    // The validator reaches no content without an inventory in the root.
    ...(files === 0 ? await checkContent(observed, path, { mode, signal }) : []),
    ...(ledger === undefined ? [] : await checkTicket(observed, ledger, ticketId, now)),
  ];
  return findings.map(withKind);
}
