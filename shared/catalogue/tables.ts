/** The tables of the catalogue as files have them: columns with their types, and the order of the rows. */
import { type Column, rowOf } from "./columns.ts";
import { ATTACHMENTS } from "./rows/attachments.ts";
import { MESSAGES } from "./rows/messages.ts";
import type { AllRows } from "./rows/ticket-rows.ts";
import { TICKETS } from "./rows/tickets.ts";
import { WORDS } from "./rows/words.ts";

/** A row of any table, by the names of its columns. */
export type AnyRow = Readonly<Record<string, unknown>>;

export interface Table {
  readonly name: "tickets" | "messages" | "attachments";
  /** What it has a row for, in a sentence. */
  readonly about: string;
  readonly columns: Readonly<Record<string, Pick<Column<never>, "type" | "about" | "nullable">>>;
  /** The columns that name a row within its account: rows are sorted by them. */
  readonly key: readonly string[];
  /** The rows that a ticket has. */
  readonly rows: (ticket: AllRows) => readonly AnyRow[];
}

export const TABLES: readonly Table[] = [
  {
    name: "tickets",
    about: "A row for each ticket.",
    columns: TICKETS,
    key: ["ticket"],
    rows: ({ ticket }) => [ticket],
  },
  {
    name: "messages",
    about:
      "A row for each wording of each message, of which the ticket's description is one, and for each title of the ticket.",
    columns: { ...MESSAGES, ...WORDS },
    key: ["ticket", "message", "wording"],
    rows: ({ ticket, messages }) =>
      messages.map((message) => ({ ...message, ...rowOf(WORDS, { message, ticket }) })),
  },
  {
    name: "attachments",
    about: "A row for each attachment.",
    columns: ATTACHMENTS,
    key: ["ticket", "message", "attachment"],
    rows: ({ attachments }) => attachments,
  },
];
