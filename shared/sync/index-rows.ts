/** How an entry of the index stands in a table: its columns, and an entry out of a row. */
import * as z from "zod";
import { LINES, type TicketEntry } from "./ticket-index.ts";

const text = z.string().nullable();
const time = z.number().nullable();

const rowSchema = z.object({
  ticketId: z.number(),
  status: z.enum(["complete", "incomplete", "accepted", "empty"]).nullable(),
  failure: text,
  failedSince: time,
  failureTold: time,
  head: text,
  title: text,
  asked: time,
  changed: z.number(),
  line: z.enum(LINES).nullable(),
  due: time,
  leased: time,
}) satisfies z.ZodType<TicketEntry>;

export const dueNumber = z.object({ ticketId: z.number(), due: z.number() });

export const entryColumns = Object.keys(rowSchema.shape) as (keyof TicketEntry)[];

/** @throws zod's error for what no adapter wrote */
export function entryOf(row: unknown): TicketEntry {
  return rowSchema.parse(row);
}
