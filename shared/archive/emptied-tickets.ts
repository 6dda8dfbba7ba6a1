/** Known tickets of which LeadSquared lists nothing any more, in a run: a source that forgot everybody is not believed. */
import { LeadSquaredError } from "../errors.ts";
import type { Receipt } from "./receipt.ts";

/** The code of the error about such a ticket, where it is doubted. */
export const EMPTIED = "emptied";

/** Of such a ticket nothing was marked yet. */
export function emptied(ticketId: number): LeadSquaredError {
  const message = `LeadSquared lists nothing of ticket ${ticketId} any more, of which there is an archive. Nothing was marked yet: it is asked again.`;
  return new LeadSquaredError(EMPTIED, message, { retryable: true });
}

/** More than so many in a row are not believed. */
const BELIEVED = 20;

/** Until something else that is listed speaks for the source, they are put aside, and nothing is marked. */
export class EmptiedTickets {
  #aside: number[] = [];

  /** @returns whether there are too many in a row to be believed */
  putAside(ticketId: number): boolean {
    this.#aside.push(ticketId);
    return this.#aside.length > BELIEVED;
  }

  /** The ticket is not empty after all. */
  takeBack(ticketId: number): void {
    this.#aside = this.#aside.filter((each) => each !== ticketId);
  }

  get count(): number {
    return this.#aside.length;
  }

  /** Gives what is put aside, which is believed now. */
  release(): readonly number[] {
    return this.#aside.splice(0);
  }
}

/** Whether LeadSquared lists something of this ticket: then it has not forgotten everybody. */
export function speaksForSource(receipt: Receipt): boolean {
  if (receipt.outcome === "empty") return false;
  return receipt.conversations > receipt.noLongerListed;
}
