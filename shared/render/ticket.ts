/** A ticket as the renderers take it. */
import type { AskedQuestion } from "../asked-question.ts";
import { type Names, namesOf, type People } from "../people.ts";
import type { TicketDocument } from "../ticket/document.ts";
import { type ReadMessage, readMessage } from "./read-message.ts";
import { type ShownMessage, shownMessages } from "./shown.ts";
import { type Summary, summaryOf } from "./summary.ts";

/** The version of a ticket that is shown. */
export interface TicketVersion {
  readonly orgId: number;
  readonly ticketId: number;
  /** `v2`. */
  readonly version: string;
  /** When it was archived, RFC 3339. */
  readonly created: string;
  /** SHA-256 of that version's `inventory.json`. */
  readonly inventorySha256: string;
}

/** Where a logical path of the version (`ticket.json`) stands in the object: `v1/content/ticket.json`, as the inventory says. */
export type ContentPath = (logicalPath: string) => string;

/**
 * Bytes of a stored attachment, by its logical path (`attachments/135/1-Aadhaar.png`); opened when they are read. Each piece
 * holds until the next is asked for.
 */
export type OpenAttachment = (logicalPath: string) => AsyncIterable<Uint8Array>;

export interface ExportTicket {
  readonly version: TicketVersion;
  readonly document: TicketDocument;
  readonly contentPath: ContentPath;
  /** What is shown, one after the other; a message's place in it names its files. */
  readonly shown: readonly ShownMessage[];
  /** What its messages say, in the same order. */
  readonly messages: readonly ReadMessage[];
  readonly summary: Summary;
  /** Who people are, where that was looked up. */
  readonly names: Names;
  /** Undefined where no question found the ticket. */
  readonly foundBy: FoundBy | undefined;
}

/** The question by which a ticket was found, and the wordings of it that fulfil the question, by their names. */
export interface FoundBy {
  readonly question: AskedQuestion;
  readonly wordings: ReadonlySet<string>;
}

/** Where the page stands, seen from the ticket's object. */
export interface TranscriptPlace {
  /** The folder of the ticket's OCFL object. */
  readonly objectFolder: string;
  /** What a person types to see the digest of the version's inventory. */
  readonly digestCommand: string;
  /** URL of a file of the object, relative to the page; undefined where a page can link to none. */
  readonly linkTo: (pathInObject: string) => string | undefined;
  /** URL of the index of all tickets, if there is one. */
  readonly indexUrl?: string;
}

/** Reads each message once for all renderers. */
export async function exportTicket(
  version: TicketVersion,
  document: TicketDocument,
  contentPath: ContentPath,
  people?: People,
  foundBy?: FoundBy,
): Promise<ExportTicket> {
  const shown = shownMessages(document);
  const messages: ReadMessage[] = [];
  for (const message of shown) messages.push(await readMessage(message));
  const summary = summaryOf(document, messages);
  return { version, document, contentPath, shown, messages, summary, names: namesOf(people), foundBy };
}
