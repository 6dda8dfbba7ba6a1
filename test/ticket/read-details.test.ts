/** The details of a ticket are read field by field, whatever their shape. */
import { expect, it } from "vitest";
import { readDetails } from "../../shared/ticket/read-details.ts";

const field = (SchemaName: string, Value: unknown, SubFields: unknown = null) => ({
  SchemaName,
  Value,
  SubFields,
});

const ANSWER = {
  TypeId: "type",
  Id: "143",
  LeadId: "lead-1",
  Association: null,
  Fields: [
    field("TicketKey", "#143"),
    field("Title", "Update Email Id"),
    field("Description", "<p>Hi</p>"),
    field("Status", "Open"),
    field("Priority", "Medium"),
    field("Channel", "Email"),
    field("Tags", "vip, refund ,"),
    field("DueDate", "2024-08-31T12:38:36"),
    field("SubType", null),
    field("CustomData.B", 12),
    field("CustomData.A", "x", [{ SchemaName: "Part", Value: "y" }]),
  ],
};

it("gives each documented field as its type, times in UTC, and all else beside", () => {
  expect(readDetails(ANSWER)).toEqual({
    title: "Update Email Id",
    description: "<p>Hi</p>",
    status: "Open",
    priority: "Medium",
    channel: "Email",
    customerId: "lead-1",
    tags: ["vip", "refund"],
    dueAt: "2024-08-31T12:38:36.000Z",
    dueAtRaw: "2024-08-31T12:38:36",
    customFields: {
      "CustomData.A": { Value: "x", SubFields: [{ SchemaName: "Part", Value: "y" }] },
      "CustomData.B": 12,
    },
    extra: { Association: null, Fields: { SubType: null, TicketKey: "#143" }, Id: "143", TypeId: "type" },
  });
});

it("says the same whatever the order of the fields", () => {
  const turned = Object.fromEntries(Object.entries(ANSWER).toReversed());
  const other = readDetails({ ...turned, Fields: ANSWER.Fields.toReversed() });

  expect(JSON.stringify(other)).toBe(JSON.stringify(readDetails(ANSWER)));
});

it("keeps what is not of its type, and takes no word for a time", () => {
  const Fields = [field("Title", { en: "Hi" }), field("Tags", [1]), field("DueDate", "soon"), 7, null];

  expect(readDetails({ LeadId: { id: 1 }, Fields })).toMatchObject({
    ...{ title: null, tags: [], dueAt: null, dueAtRaw: "soon", customerId: null },
    extra: { LeadId: { id: 1 }, Fields: { Title: { en: "Hi" }, Tags: [1] } },
  });
});

it.each([null, 7, "text", [], {}, { Fields: null }, { Fields: [{}] }])(
  "takes %j for details without fields",
  (answer) => {
    expect(readDetails(answer)).toMatchObject({ title: null, status: null, tags: [], customFields: {} });
  },
);

it("replaces half a character, so that every reader takes the document", () => {
  expect(readDetails({ Fields: [field("Title", "half \ud800")] }).title).toBe("half \ufffd");
});
