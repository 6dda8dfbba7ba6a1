/** What an answer of the index of words is about: how far it goes, and what of the tickets it cannot tell. */
import type { SearchIndex } from "../shared/catalogue/search-index.ts";
import { numberOf } from "../shared/ticket/wording.ts";
import { findIndex, type IndexPlace } from "./index-settings.ts";
import { counted } from "./text.ts";
import { minuteIn } from "./zone-time.ts";

export interface AnswerAbout {
  readonly json: {
    readonly tickets: number;
    readonly messages: number;
    /** When the newest version in the index was archived; null for none. */
    readonly newestArchived: string | null;
    /** Tickets whose newest version is not in the index, by the index of tickets; null where that is not known. */
    readonly behind: number | null;
    readonly notSearched: {
      /** Tickets of which something is missing. */
      readonly incompleteTickets: number;
      /** Attachments: their names are searched, and their content is not. */
      readonly attachments: number;
      readonly ticketsWithAttachments: number;
    };
  };
  text(zone: string): string;
}

export async function aboutAnswer(index: SearchIndex, place: IndexPlace): Promise<AnswerAbout> {
  const { tickets, messages, newest, incomplete, attachments, withAttachments } = index.state();
  const behind = await ticketsBehind(index, place);
  return {
    json: {
      ...{ tickets, messages, behind },
      newestArchived: newest === null ? null : new Date(newest).toISOString(),
      notSearched: {
        incompleteTickets: incomplete,
        ...{ attachments, ticketsWithAttachments: withAttachments },
      },
    },
    text: (zone) => {
      const upTo = newest === null ? "" : `, up to what was archived by ${minuteIn(newest, zone)}`;
      const lines = [`Searched: ${counted(tickets, "ticket")}${upTo}. Dates and times are in ${zone}.`];
      const missing = [
        ...(attachments > 0
          ? [
              `the content of ${counted(attachments, "attachment")} in ${counted(withAttachments, "ticket")} (their names are: file:)`,
            ]
          : []),
        ...(incomplete > 0 ? [`what is missing of ${counted(incomplete, "incomplete ticket")}`] : []),
      ];
      if (missing.length > 0) lines.push(`Not searched: ${missing.join("; ")}.`);
      if ((behind ?? 0) > 0) {
        lines.push(
          `Not up to date: ${counted(behind ?? 0, "ticket")} newer in the vault. \`ticketvault search --update\` reads them.`,
        );
      }
      return lines.join("\n");
    },
  };
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
