/** Reads a ticket's head document once for all tables: its messages and descriptions in each wording, with their text. */
import { breath } from "../../breath.ts";
import { readBody } from "../../render/body/read-body.ts";
import { bodyText } from "../../render/body/text.ts";
import { describeImage } from "../../render/images.ts";
import { readMessage } from "../../render/read-message.ts";
import { type ShownMessage, shownMessages } from "../../render/shown.ts";
import type { TicketVersion } from "../../render/ticket.ts";
import type { TicketDocument } from "../../ticket/document.ts";

export interface CatalogueTicket {
  /** The head version. */
  readonly version: TicketVersion;
  readonly document: TicketDocument;
  readonly messages: readonly ReadWording[];
  readonly descriptions: readonly Description[];
}

/** A wording of a message, and what a reader of the transcript sees of it. */
export interface ReadWording {
  readonly shown: ShownMessage;
  /** Whether it is the message's newest wording. */
  readonly isCurrent: boolean;
  readonly body: string;
}

/** A title and a description as the details had them together. */
export interface Description {
  /** From 1, oldest first. */
  readonly ordinal: number;
  readonly firstSeen: string | null;
  /** The last version that has them; null for the current ones. */
  readonly lastSeen: string | null;
  readonly title: string | null;
  readonly body: string;
}

/** Takes any document, and gives way to other work. */
export async function catalogueTicket(
  version: TicketVersion,
  document: TicketDocument,
): Promise<CatalogueTicket> {
  const messages: ReadWording[] = [];
  const all = shownMessages(document);
  for (const [index, shown] of all.entries()) {
    const isCurrent = all[index + 1]?.key !== shown.key;
    messages.push({ shown, isCurrent, body: (await readMessage(shown)).text });
  }
  return { version, document, messages, descriptions: await descriptionsOf(document) };
}

/** The current one is there even where it says nothing, so that every ticket can be found. */
async function descriptionsOf({ ticket }: TicketDocument): Promise<Description[]> {
  const { revisions, wordingSince, title, description } = ticket;
  const all = [...revisions, { firstSeen: wordingSince, lastSeen: null, title, description }];
  const read: Description[] = [];
  for (const [index, each] of all.entries()) {
    const { firstSeen, lastSeen } = each;
    const body = await textOf(each.description);
    read.push({ ordinal: index + 1, firstSeen, lastSeen, title: each.title, body });
  }
  return read;
}

async function textOf(description: string | null): Promise<string> {
  if (description === null) return "";
  const { blocks } = await readBody({ html: description, text: null });
  return bodyText(blocks, (image) => describeImage(image, []), breath());
}
