/** Reads an answer of the details call (`details.json`): each documented field as its type, all else kept beside. */
import { extraOf, isObject, type JsonObject, textOf } from "./fields.ts";
import type { TicketDetails } from "./ticket-fields.ts";
import { utcTime } from "./time.ts";
import { wellFormed } from "./well-formed.ts";

const CUSTOM = "CustomData.";

/** Tolerates every shape; of fields that stand twice the last counts. Deterministic, whatever the order of the fields. */
export function readDetails(answer: unknown): TicketDetails {
  const { value } = wellFormed(answer);
  const { Fields, ...around } = isObject(value) ? value : {};
  const fields = fieldsOf(Fields);
  const dueAtRaw = textOf(fields["DueDate"]);
  const read = {
    Title: textOf(fields["Title"]),
    Description: textOf(fields["Description"]),
    Status: textOf(fields["Status"]),
    Priority: textOf(fields["Priority"]),
    Channel: textOf(fields["Channel"]),
    Tags: tagsOf(fields["Tags"]),
    DueDate: dueAtRaw,
  };
  const customerId = textOf(around["LeadId"]);
  const unread = extraOf(fields, read);
  const [custom, others] = split(unread, (name) => name.startsWith(CUSTOM));
  return {
    title: read.Title,
    description: read.Description,
    status: read.Status,
    priority: read.Priority,
    channel: read.Channel,
    customerId,
    tags: read.Tags ?? [],
    dueAt: (dueAtRaw !== null && utcTime(dueAtRaw)) || null,
    dueAtRaw,
    customFields: custom,
    extra: {
      ...extraOf(around, { LeadId: customerId }),
      ...(Object.keys(others).length > 0 && { Fields: others }),
    },
  };
}

/** Values by `SchemaName`; one that has parts stands with them. */
function fieldsOf(list: unknown): JsonObject {
  const entries = (Array.isArray(list) ? list : []).filter(isObject).map((field): [string, unknown] => {
    const { SchemaName, Value = null, SubFields = null } = field;
    return [textOf(SchemaName) ?? "", SubFields === null ? Value : { Value, SubFields }];
  });
  return Object.fromEntries(entries);
}

/** What the vendor documents as `Tags` is a text; a list of texts says the same. Null for anything else. */
function tagsOf(value: unknown): string[] | null {
  const given = typeof value === "string" ? value.split(",") : value;
  if (!Array.isArray(given) || !given.every((each) => typeof each === "string")) return null;
  return given.map((each) => each.trim()).filter((each) => each !== "");
}

function split(
  record: Readonly<Record<string, unknown>>,
  isFirst: (name: string) => boolean,
): [Record<string, unknown>, Record<string, unknown>] {
  const entries = Object.entries(record);
  return [
    Object.fromEntries(entries.filter(([name]) => isFirst(name))),
    Object.fromEntries(entries.filter(([name]) => !isFirst(name))),
  ];
}
