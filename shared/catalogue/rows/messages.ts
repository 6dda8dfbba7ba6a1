/** The table of messages: a row for each wording of a message, the description among them, and for each title of the ticket. */
import { controlNumber } from "../../render/control-number.ts";
import { readableTime } from "../../render/times.ts";
import type { Attachment } from "../../ticket/document.ts";
import { numberOf } from "../../ticket/wording.ts";
import { column, optional, type RowOf, rowOf } from "../columns.ts";
import type { CatalogueTicket, ReadWording, Title } from "./read-ticket.ts";
import { timeOf } from "./tickets.ts";

/** A row to be: of a message, or of a title of the ticket's. */
interface Entry {
  readonly ticket: CatalogueTicket;
  readonly wording?: ReadWording;
  readonly title?: Title;
}

const shown = ({ wording }: Entry) => wording?.shown;
const family = (entry: Entry): Attachment[] =>
  (shown(entry)?.family ?? []).map(({ attachment }) => attachment);
const versionOf = (version: string | null | undefined): number | null =>
  version === null || version === undefined ? null : numberOf(version);

export const MESSAGES = {
  org: column("bigint", "LeadSquared account number.", ({ ticket }: Entry) => ticket.version.orgId),
  ticket: column("bigint", "The ticket's number.", ({ ticket }: Entry) => ticket.version.ticketId),
  head: column(
    "bigint",
    "Number of the ticket's head version, which all of this is from.",
    ({ ticket }: Entry) => numberOf(ticket.version.version),
  ),
  archived: column("timestamp", "When that version was archived.", ({ ticket }: Entry) =>
    Date.parse(ticket.version.created),
  ),
  message: column(
    "string",
    "Names the message within its ticket, for good; `description` for the ticket's description, `title` for its title.",
    (entry: Entry) => shown(entry)?.key ?? "title",
  ),
  wording: column(
    "bigint",
    "Number of the wording within the message, from 1, by when it was first seen.",
    ({ wording, title }: Entry) => wording?.shown.ordinal ?? title?.ordinal ?? 1,
  ),
  control_number: optional(
    "string",
    "As in exports; null for a title, which is no document of its own there.",
    ({ ticket, wording }: Entry) => (wording ? controlNumber(ticket.version, wording.shown) : null),
  ),
  is_current: column(
    "boolean",
    "Whether it is the newest wording.",
    ({ wording, title }: Entry) => wording?.isCurrent ?? title?.lastSeen === null,
  ),
  first_seen: optional(
    "bigint",
    "Number of the first version that has it in this wording.",
    ({ wording, title }: Entry) => versionOf((wording?.shown.worded ?? title)?.firstSeen),
  ),
  last_seen: optional(
    "bigint",
    "Number of the last version that has it so; null while it is listed so.",
    ({ wording, title }: Entry) => versionOf((wording?.shown.worded ?? title)?.lastSeen),
  ),
  removed: column(
    "boolean",
    "Whether LeadSquared does not list the message any more.",
    (entry: Entry) => shown(entry)?.listed === false,
  ),
  edited: column(
    "boolean",
    "Whether the message has more than one wording.",
    (entry: Entry) => (shown(entry)?.revisions ?? entry.ticket.titles.slice(1)).length > 0,
  ),
  activity: optional(
    "string",
    "RelatedActivityType, as received.",
    (entry: Entry) => shown(entry)?.type ?? null,
  ),
  direction: optional(
    "string",
    "`inbound` or `outbound`; null when the type is unknown.",
    (entry: Entry) => shown(entry)?.direction ?? null,
  ),
  channel: optional(
    "string",
    "`email` or `portal`; null when the type is unknown.",
    (entry: Entry) => shown(entry)?.channel ?? null,
  ),
  sent: optional("timestamp", "When it was written; null where no time can be read.", (entry: Entry) => {
    const message = shown(entry);
    return message === undefined ? null : timeOf(readableTime(message));
  }),
  author: optional(
    "string",
    "LeadSquared's id of who made it. Names are looked up when a question is asked.",
    (entry: Entry) => shown(entry)?.createdBy ?? null,
  ),
  subject: optional(
    "string",
    "The ticket's title, since messages have no subject of their own in LeadSquared's answers.",
    ({ ticket, title }: Entry) => (title ?? ticket.document.ticket).title,
  ),
  body: column(
    "string",
    "What a reader of the transcript sees.",
    ({ wording }: Entry) => wording?.body ?? "",
  ),
  attachments: column(
    "bigint",
    "Attachments that LeadSquared listed with this wording.",
    (entry: Entry) => family(entry).length,
  ),
  attachments_doubtful: column(
    "bigint",
    "Those of them whose bytes contradict what was announced.",
    (entry: Entry) => family(entry).filter(({ status }) => status === "doubtful").length,
  ),
  attachment_names: column("array<string>", "Their names, as received.", (entry: Entry) =>
    family(entry).flatMap(({ fileName }) => fileName ?? []),
  ),
  attachment_types: column(
    "array<string>",
    "Their types, as received, and the endings of their names.",
    (entry: Entry) => [...new Set(family(entry).flatMap(typesOf))],
  ),
  attachment_digests: column("array<string>", "SHA-256 of the bytes that are kept of them.", (entry: Entry) =>
    family(entry).flatMap((each) => (each.status === "failed" ? [] : each.sha256)),
  ),
};

export type MessageRow = RowOf<typeof MESSAGES>;

/** In the order of the transcript, the titles first. */
export function messageRows(ticket: CatalogueTicket): MessageRow[] {
  const { titles, messages } = ticket;
  return [
    ...titles.map((title) => rowOf(MESSAGES, { ticket, title })),
    ...messages.map((wording) => rowOf(MESSAGES, { ticket, wording })),
  ];
}

/** Short endings alone: what stands behind the last dot of a name may be anything. */
function typesOf({ declaredType, fileName }: Attachment): string[] {
  const ending = /\.([\p{L}\p{N}]{1,10})$/u.exec(fileName ?? "")?.[1];
  return [declaredType, ending].filter(
    (each) => each !== null && each !== undefined && each !== "",
  ) as string[];
}
