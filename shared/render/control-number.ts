/** Control numbers: what names a document of a review, the same in every production of the account. */
import type { WordingPlace } from "./wordings.ts";

export interface Placed extends Pick<WordingPlace, "ordinal"> {
  /** The conversation's. */
  readonly key: string;
}

interface OfTicket {
  readonly orgId: number;
  readonly ticketId: number;
}

/**
 * `TV22824-0000000143-0000000135-01` for a wording of a message, with `-002` behind it for the second attachment. They
 * sort by ticket and conversation, and have those signs only that every review platform takes: letters, digits, `-`, `_`.
 *
 * @param attachment its number in the conversation, from 1
 */
export function controlNumber({ orgId, ticketId }: OfTicket, wording: Placed, attachment?: number): string {
  const conversation = wordingName(wording).replace(/^\d+/, (digits) => digits.padStart(10, "0"));
  const message = `TV${orgId}-${padded(ticketId, 10)}-${conversation}`;
  return attachment === undefined ? message : `${message}-${padded(attachment, 3)}`;
}

/** `135-01`: names the files of a wording among those of its ticket. */
export function wordingName({ key, ordinal }: Placed): string {
  return `${key.replaceAll("-", "_")}-${padded(ordinal, 2)}`;
}

export function padded(n: number, digits: number): string {
  return String(n).padStart(digits, "0");
}
