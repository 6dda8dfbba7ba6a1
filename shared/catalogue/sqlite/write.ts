/** Writes tickets into the index of words: all of a ticket's messages in one step, and none of an older version over a newer. */
import type { DatabaseSync } from "node:sqlite";
import { factsOf } from "../facts.ts";
import type { MessageRow } from "../rows/messages.ts";
import type { TicketRows } from "../rows/ticket-rows.ts";
import type { TicketRow } from "../rows/tickets.ts";
import { fileTokens, tokensOf } from "../tokens.ts";
import { firstIdOf, IDS_PER_SECOND } from "./schema.ts";

/** To be called in a transaction of a writer's. */
export interface TicketWriter {
  write(tickets: readonly TicketRows[]): void;
  remove(ticket: number): void;
}

/** Row ids given in this step, which no table has yet; and the last one for each second's first. */
interface Taken {
  readonly ids: Set<number>;
  readonly last: Map<number, number>;
}

interface Indexed {
  readonly id: number;
  readonly message: MessageRow;
  readonly words: readonly string[];
}

export function ticketWriter(database: DatabaseSync): TicketWriter {
  const statement = (sql: string) => database.prepare(sql);
  const headOf = statement("SELECT head FROM ticket WHERE ticket = ?");
  const idsOf = statement("SELECT id FROM message WHERE ticket = ? ORDER BY id");
  const dropWords = statement("DELETE FROM words WHERE rowid = ?");
  const dropMessages = statement("DELETE FROM message WHERE ticket = ?");
  const dropTicket = statement("DELETE FROM ticket WHERE ticket = ?");
  const putTicket = statement("INSERT INTO ticket VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)");
  const putMessage = statement("INSERT INTO message VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)");
  const putWords = statement("INSERT INTO words (rowid, body, subject, file, facet) VALUES (?, ?, ?, ?, ?)");
  const lastOf = statement("SELECT max(id) AS id FROM message WHERE id BETWEEN ? AND ?");
  const remember = statement(
    "INSERT INTO memory VALUES (1, ?) ON CONFLICT DO UPDATE SET furthest = max(furthest, excluded.furthest)",
  );

  /** The next free one of its second, or beyond it: a thousand messages may have come in one second. */
  function freeId(time: number, taken: Taken): number {
    const first = firstIdOf(time);
    for (let ahead = 0; ; ahead = 2 * ahead + IDS_PER_SECOND) {
      const [from, to] = [first + ahead, first + 2 * ahead + IDS_PER_SECOND - 1];
      const last = Number(lastOf.get(from, to)?.["id"] ?? from - 1);
      let id = Math.max(last, taken.last.get(first) ?? last) + 1;
      while (taken.ids.has(id)) id += 1;
      if (id > to) continue;
      if (id - first >= IDS_PER_SECOND) remember.run(id - first);
      taken.ids.add(id);
      taken.last.set(first, id);
      return id;
    }
  }

  function remove(ticket: number): void {
    // In the order of their ids: FTS5 writes what it has whenever one is lower than the last.
    for (const { id } of idsOf.all(ticket)) dropWords.run(id ?? null);
    dropMessages.run(ticket);
    dropTicket.run(ticket);
  }

  function isNewer({ ticket, head }: TicketRow): boolean {
    const known = headOf.get(ticket)?.["head"];
    return known === undefined || Number(known) < head;
  }

  return {
    remove,
    write(tickets) {
      const news = tickets.filter(({ ticket }) => isNewer(ticket));
      for (const { ticket } of news) remove(ticket.ticket);
      const taken: Taken = { ids: new Set(), last: new Map() };
      const indexed = news.flatMap(({ ticket, messages }) =>
        messages.map((message): Indexed => {
          const id = freeId(placeOf(message, ticket), taken);
          return { id, message, words: wordsOf(message, ticket) };
        }),
      );
      for (const { id, message, words } of indexed.toSorted((a, b) => a.id - b.id)) {
        putMessage.run(id, ...columnsOf(message));
        putWords.run(id, ...words);
      }
      for (const { ticket, messages } of news) {
        const { head, archived, title, status, customer, completeness, attachments } = ticket;
        putTicket.run(
          ticket.ticket,
          head,
          archived,
          title,
          status,
          customer,
          completeness,
          messages.length,
          attachments,
        );
      }
    },
  };
}

/** What has no time of its own stands where its ticket begins. */
function placeOf({ sent }: MessageRow, { first_message, archived }: TicketRow): number {
  return sent ?? first_message ?? archived;
}

function columnsOf(message: MessageRow) {
  const { ticket, wording, sent, direction, channel, author, removed, attachments, subject, body } = message;
  return [
    ...[ticket, message.message, wording, sent, direction, channel, author],
    ...[removed ? 1 : 0, message.is_current ? 1 : 0, attachments],
    ...[JSON.stringify(message.attachment_names), subject, body],
  ] as const;
}

/** The four columns of words. */
function wordsOf(message: MessageRow, ticket: TicketRow): string[] {
  const { subject, body, attachment_names: names } = message;
  const columns = [tokensOf(body), tokensOf(subject ?? ""), fileTokens(names), factsOf(message, ticket)];
  return columns.map((tokens) => tokens.join(" "));
}
