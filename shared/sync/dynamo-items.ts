/** How an entry of the index stands in DynamoDB: attributes that are null are left out, so that they cost nothing. */
import type { AttributeValue } from "@aws-sdk/client-dynamodb";
import { INDEX_KEYS } from "../names.ts";
import { dueNumber, entryColumns, entryOf } from "./index-rows.ts";
import type { DueNumber, Line, TicketEntry } from "./ticket-index.ts";

export type Item = Record<string, AttributeValue>;

/** Lines are named with their account: each is a partition of the index by due time. */
export function lineName(orgId: number, line: Line): string {
  return `${orgId} ${line}`;
}

/** All but the keys of the table. */
export function attributesOf(entry: TicketEntry, orgId: number): Item {
  const attributes: Item = {};
  for (const column of entryColumns) {
    const value = entry[column];
    if (value === null || column === "ticketId") continue;
    attributes[column] = typeof value === "number" ? { N: String(value) } : { S: value };
  }
  if (entry.line !== null) attributes[INDEX_KEYS.line] = { S: lineName(orgId, entry.line) };
  return attributes;
}

/** @throws zod's error for what this program did not write */
export function entryOfItem(item: Item): TicketEntry {
  const row = Object.fromEntries(entryColumns.map((column) => [column, plain(item[column])]));
  const line = item[INDEX_KEYS.line]?.S?.split(" ")[1] ?? null;
  return entryOf({ ...row, line, ticketId: plain(item[INDEX_KEYS.number]) });
}

/** Of an item of the index by due time, which holds keys alone. */
export function dueOfItem(item: Item): DueNumber {
  return dueNumber.parse({ ticketId: plain(item[INDEX_KEYS.number]), due: plain(item[INDEX_KEYS.due]) });
}

function plain(value: AttributeValue | undefined): string | number | null {
  if (value?.N !== undefined) return Number(value.N);
  return value?.S ?? null;
}
