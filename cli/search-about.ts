/** What an answer of the index of words is about: how far it goes, and what of the tickets it cannot tell. */
import type { AskedOf } from "../shared/asked-question.ts";
import type { SearchIndex } from "../shared/catalogue/search-index.ts";
import { numberOf } from "../shared/ticket/wording.ts";
import type { VaultAnswer } from "./ask-vault.ts";
import { findIndex, type IndexPlace } from "./index-settings.ts";
import { counted } from "./text.ts";
import { minuteIn } from "./zone-time.ts";

interface NotSearched {
  /** Tickets of which something is missing. */
  readonly incompleteTickets: number;
  /** Attachments: their names are searched, and their content is not. */
  readonly attachments: number;
  readonly ticketsWithAttachments: number;
  /** Tickets whose archives cannot be read, where that was looked at. */
  readonly unreadable?: string;
}

export interface AnswerAbout {
  readonly json: {
    readonly tickets: number;
    readonly messages: number;
    /** When the newest version in the index was archived; null for none. */
    readonly newestArchived: string | null;
    /** Tickets whose newest version is not in the index, by the index of tickets; null where that is not known. */
    readonly behind: number | null;
    readonly notSearched: NotSearched;
  };
  text(zone: string): string;
}

export async function aboutAnswer(index: SearchIndex, place: IndexPlace): Promise<AnswerAbout> {
  const { tickets, messages, newest, incomplete, attachments, withAttachments } = index.state();
  const behind = await ticketsBehind(index, place);
  const notSearched = {
    incompleteTickets: incomplete,
    ...{ attachments, ticketsWithAttachments: withAttachments },
  };
  return {
    json: {
      ...{ tickets, messages, behind },
      newestArchived: newest === null ? null : new Date(newest).toISOString(),
      notSearched,
    },
    text: (zone) => {
      const upTo = newest === null ? "" : `, up to what was archived by ${minuteIn(newest, zone)}`;
      const lines = [`Searched: ${counted(tickets, "ticket")}${upTo}. Dates and times are in ${zone}.`];
      lines.push(...notSearchedLine(notSearched));
      if ((behind ?? 0) > 0) {
        lines.push(
          `Not up to date: ${counted(behind ?? 0, "ticket")} newer in the vault. \`ticketvault search --update\` reads them.`,
        );
      }
      return lines.join("\n");
    },
  };
}

/** `Not searched: …`, or nothing. */
function notSearchedLine({
  attachments,
  ticketsWithAttachments,
  incompleteTickets,
  unreadable = "",
}: NotSearched): string[] {
  const missing = [
    ...(attachments > 0
      ? [
          `the content of ${counted(attachments, "attachment")} in ${counted(ticketsWithAttachments, "ticket")} (their names are: file:)`,
        ]
      : []),
    ...(incompleteTickets > 0
      ? [`what is missing of ${counted(incompleteTickets, "incomplete ticket")}`]
      : []),
    ...(unreadable === "" ? [] : [`tickets whose archives cannot be read: ${unreadable}`]),
  ];
  return missing.length > 0 ? [`Not searched: ${missing.join("; ")}.`] : [];
}

/** For people: what a question found, and what it was asked of. */
export function answerLines({ question: { zone }, askedOf, found, messages }: VaultAnswer): string {
  const finds = `The question finds ${counted(messages, "message")} in ${counted(found.size, "ticket")}.`;
  return [finds, ...askedOfLines(askedOf, zone)].join("\n");
}

/** What was searched, and what was not. */
export function askedOfLines({ tickets, newestArchived, notSearched }: AskedOf, zone: string): string[] {
  const upTo =
    newestArchived === null
      ? ""
      : `, up to what was archived by ${minuteIn(Date.parse(newestArchived), zone)}`;
  return [
    `Searched: ${counted(tickets, "ticket")}${upTo}. Dates and times are in ${zone}.`,
    ...notSearchedLine(notSearched),
  ];
}

/** A stack's table is not read through for this. */
async function ticketsBehind(index: SearchIndex, place: IndexPlace): Promise<number | null> {
  if (place.kind === "table") return null;
  using tickets = await findIndex(place);
  if (tickets === undefined) return null;
  const heads = index.heads();
  let behind = 0;
  for await (const { ticketId, head } of tickets.entries()) {
    if (head !== null && numberOf(head) > (heads.get(ticketId) ?? 0)) behind += 1;
  }
  return behind;
}
