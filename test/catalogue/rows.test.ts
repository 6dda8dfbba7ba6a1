/** The rows of the catalogue: all that the head document holds, each wording, as the published schema says. */
import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { cataloguePage, catalogueSchema } from "../../docs/catalogue.ts";
import type { Columns, ColumnType } from "../../shared/catalogue/columns.ts";
import { ATTACHMENTS, attachmentRows } from "../../shared/catalogue/rows/attachments.ts";
import { MESSAGES, messageRows } from "../../shared/catalogue/rows/messages.ts";
import { catalogueTicket } from "../../shared/catalogue/rows/read-ticket.ts";
import { TICKETS, ticketRow } from "../../shared/catalogue/rows/tickets.ts";
import type { TicketDocument } from "../../shared/ticket/document.ts";
import { attachmentEntry, type Entry, renderedHistory } from "../render/rendered-ticket.ts";

const FIRST: Entry[] = [
  { Id: 131, Html: "<p>Please refund <b>&#8377;500</b></p>", Attachments: [attachmentEntry("Bill.PDF")] },
  { Id: 132, RelatedActivityType: "OutboundEmail", Text: "We will.", CreatedOn: "2024-08-29T00:00:00" },
  { Id: 133, RelatedActivityType: "Other", Text: "Gone soon", CreatedOn: "0001-01-01T00:00:00" },
];
const SECOND: Entry[] = [{ ...FIRST[0], Html: "<p>Please refund all</p>" }, FIRST[1] ?? {}];

async function read(change: (document: TicketDocument) => TicketDocument = (document) => document) {
  const files = new Map([["Bill.PDF", Buffer.from("bill")]]);
  const { ticket } = await renderedHistory([FIRST, SECOND], files);
  return catalogueTicket(ticket.version, change(ticket.document));
}

describe("rows of messages", () => {
  it("have a row for each wording, with what a reader of the transcript sees, and the removed ones", async () => {
    const rows = messageRows(await read());
    expect(
      rows.map(({ message, wording, is_current, removed, edited, body }) => [
        message,
        wording,
        is_current,
        removed,
        edited,
        body,
      ]),
    ).toEqual([
      ["title", 1, true, false, false, ""],
      ["131", 1, false, false, true, "Please refund ₹500"],
      ["131", 2, true, false, true, "Please refund all"],
      ["132", 1, true, false, false, "We will."],
      ["133", 1, true, true, false, "Gone soon"],
    ]);
    expect(rows[1]).toMatchObject({
      ...{ org: 22824, ticket: 143, control_number: "TV22824-0000000143-0000000131-01" },
      ...{ first_seen: 1, last_seen: 1, direction: "inbound", channel: "email" },
      ...{ attachment_names: ["Bill.PDF"], attachment_types: ["application/octet-stream", "PDF"] },
    });
    expect(rows[3]).toMatchObject({ sent: Date.UTC(2024, 7, 29), direction: "outbound", last_seen: null });
    expect(rows[4]).toMatchObject({ sent: null, direction: null, activity: "Other", last_seen: 1 });
  });

  it("have one for each title, and for the description, which may be the ticket's first message", async () => {
    const ticket = await read((document) => ({
      ...document,
      ticket: {
        ...document.ticket,
        ...{ title: "Now", description: "<p>Where is my <i>parcel</i>?</p>", wordingSince: "v2" },
        revisions: [{ firstSeen: "v1", lastSeen: "v1", title: "Then", description: null }],
      },
    }));
    const [then, now, description, message] = messageRows(ticket);
    expect(then).toMatchObject({ message: "title", wording: 1, subject: "Then", body: "", last_seen: 1 });
    expect(now).toMatchObject({
      message: "title",
      wording: 2,
      subject: "Now",
      is_current: true,
      edited: true,
    });
    expect(description).toMatchObject({
      message: "description",
      body: "Where is my parcel?",
      subject: "Now",
    });
    expect(message).toMatchObject({ message: "131", subject: "Now" });
  });
});

it("the row of a ticket counts what its document counts", async () => {
  expect(ticketRow(await read())).toMatchObject({
    ...{ head: 2, archived: Date.parse("2026-07-01T08:00:00.000Z"), completeness: "complete" },
    ...{ conversations: 3, conversations_removed: 1, attachments: 1, attachments_failed: 0 },
    ...{ first_message: Date.parse("2024-08-28T12:00:36.198Z"), last_message: Date.UTC(2024, 7, 29) },
  });
});

it("the row of an attachment names the last wording that had it", async () => {
  expect(attachmentRows(await read())).toMatchObject([
    {
      message: "131",
      attachment: 1,
      wording: 2,
      state: "stored",
      size: 4,
      file_name: "Bill.PDF",
      removed: false,
    },
  ]);
});

describe("the published schema", () => {
  it("is the one in docs (npm run docs makes it), and so is the dictionary", () => {
    const page = readFileSync(new URL("../../docs/catalogue.md", import.meta.url), "utf8");
    const schema = readFileSync(new URL("../../docs/catalogue.schema.json", import.meta.url), "utf8");
    expect([page, JSON.parse(schema)]).toEqual([cataloguePage(), catalogueSchema()]);
  });

  it("holds for every cell", async () => {
    const ticket = await read();
    expectTyped(TICKETS, [ticketRow(ticket)]);
    expectTyped(MESSAGES, messageRows(ticket));
    expectTyped(ATTACHMENTS, attachmentRows(ticket));
  });

  it("has no column that Athena's SQL reserves", () => {
    const reserved = ["from", "to", "date", "time", "order", "group", "table", "user", "values", "timestamp"];
    const names = [TICKETS, MESSAGES, ATTACHMENTS].flatMap((table) => Object.keys(table));
    expect(names.filter((name) => reserved.includes(name) || !/^[a-z][a-z0-9_]*$/.test(name))).toEqual([]);
  });
});

const IS: Readonly<Record<ColumnType, (value: unknown) => boolean>> = {
  bigint: Number.isSafeInteger,
  timestamp: Number.isSafeInteger,
  string: (value) => typeof value === "string",
  boolean: (value) => typeof value === "boolean",
  "array<string>": (value) => Array.isArray(value) && value.every((each) => typeof each === "string"),
};

function expectTyped(table: Columns<never>, rows: readonly Readonly<Record<string, unknown>>[]): void {
  for (const row of rows) {
    expect(Object.keys(row)).toEqual(Object.keys(table));
    const wrong = Object.entries(table).filter(
      ([name, { type, nullable }]) => !((nullable && row[name] === null) || IS[type](row[name])),
    );
    expect(wrong.map(([name]) => [name, row[name]])).toEqual([]);
  }
}
