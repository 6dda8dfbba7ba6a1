/** What a ticket's next version would tell that its last one does not. */
import { type Outcome, tellTheSame, ticketDocument } from "../ticket/assemble.ts";
import type { TicketDocument } from "../ticket/document.ts";
import { type Merged, withDetails } from "../ticket/merge.ts";
import { type AskedDetails, NO_DETAILS } from "./details.ts";

export interface Comparison {
  readonly merged: Merged;
  readonly last: TicketDocument | undefined;
  /** The version that this would be. */
  readonly version: string;
  /** As `ticketDocument` takes them. */
  readonly outcomes: ReadonlyMap<string, Outcome>;
}

export interface News {
  /** False when the last version tells all of it; `document` is its own then. */
  readonly isNew: boolean;
  readonly document: TicketDocument;
  /** The bytes of `details.json`; undefined where none were received. */
  readonly details: Uint8Array | undefined;
}

/**
 * Details are asked for when the conversations changed, or where they are wanted in any case: a change of the details alone
 * is not looked for.
 */
export async function newsOf(
  { merged, last, version, outcomes }: Comparison,
  details: {
    readonly isWanted: (last: TicketDocument) => boolean;
    readonly ask: () => Promise<AskedDetails>;
  },
): Promise<News> {
  const isSame = last !== undefined && tellTheSame(last, ticketDocument(merged, outcomes));
  const { outcome, source } = isSame && !details.isWanted(last) ? NO_DETAILS : await details.ask();
  if (isSame && outcome.status !== "received") return { isNew: false, document: last, details: undefined };
  const document = ticketDocument(withDetails(merged, last, outcome, version), outcomes);
  return { isNew: true, document, details: source };
}
