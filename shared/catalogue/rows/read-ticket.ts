/** Reads a ticket's head document once for all tables: its titles, and its messages in each wording with their text. */
import { readMessage } from "../../render/read-message.ts";
import { type ShownMessage, shownMessages } from "../../render/shown.ts";
import type { TicketVersion } from "../../render/ticket.ts";
import type { TicketDocument } from "../../ticket/document.ts";

export interface CatalogueTicket {
  /** The head version. */
  readonly version: TicketVersion;
  readonly document: TicketDocument;
  readonly messages: readonly ReadWording[];
  readonly titles: readonly Title[];
}

/** A wording of a message, and what a reader of the transcript sees of it. */
export interface ReadWording {
  readonly shown: ShownMessage;
  /** Whether it is the message's newest wording. */
  readonly isCurrent: boolean;
  readonly body: string;
}

/** A title, and the versions that have it. */
export interface Title {
  /** From 1, oldest first. */
  readonly ordinal: number;
  readonly firstSeen: string | null;
  /** The last version that has it; null for the current one. */
  readonly lastSeen: string | null;
  readonly title: string | null;
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
  return { version, document, messages, titles: titlesOf(document) };
}

/** The current one is there even where it says nothing, so that every ticket can be found. */
function titlesOf({ ticket }: TicketDocument): Title[] {
  const { revisions, wordingSince, title } = ticket;
  const titles: Title[] = [];
  for (const each of [...revisions, { firstSeen: wordingSince, lastSeen: null, title }]) {
    const { firstSeen, lastSeen } = each;
    const last = titles.at(-1);
    // The description may change alone.
    if (last?.title === each.title) titles[titles.length - 1] = { ...last, lastSeen };
    else titles.push({ ordinal: titles.length + 1, firstSeen, lastSeen, title: each.title });
  }
  return titles;
}
