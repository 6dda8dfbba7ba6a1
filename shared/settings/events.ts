/** The settings of what asks for tickets from outside: other systems' events, and the schedule. */
import * as z from "zod";
import { id, list, object, text } from "./fields.ts";

const eventPath = () =>
  text(/^\$\.[A-Za-z0-9_-]+(\.[A-Za-z0-9_-]+)*$/, 'a path into the event, such as "$.detail.ticketId"');

const pattern = z
  .record(
    z.string(),
    z.union([z.array(z.unknown()), z.record(z.string(), z.unknown())], {
      error: "must be a list or an object, as all fields of an EventBridge pattern are",
    }),
    { error: "must be an EventBridge pattern, an object in braces" },
  )
  .refine((fields) => Object.keys(fields).length > 0, {
    error:
      'must name at least one field, such as {"source": ["my.crm"]}: an empty pattern would match every event',
  })
  .meta({ allowed: "an EventBridge pattern with at least one field" });

const eventSchema = object({
  name: text(/^[A-Za-z][A-Za-z0-9-]{0,39}$/, "1 to 40 letters, digits and hyphens, a letter first").describe(
    "names the rule, and stands as the reason in each version; another for each entry",
  ),
  pattern: pattern.describe("which events"),
  ticketIdPath: eventPath()
    .default("$.detail.ticketId")
    .describe("where the ticket's number stands in the event"),
  orgIdPath: eventPath().optional().describe("where the account number stands; not looked at when left out"),
  busName: text(/^[A-Za-z0-9._/-]{1,256}$/, 'the name of an event bus, such as "default"')
    .default("default")
    .describe("the bus that carries the events"),
});

export const eventsSchema = z
  .array(eventSchema, { error: "must be a list" })
  .refine((events) => new Set(events.map(({ name }) => name)).size === events.length, {
    error: "must give each entry another name",
  })
  .default([])
  .meta({
    allowed: "entries as in [events.md](events.md#foreign-events)",
    description: "foreign events that archive a ticket",
  });

export const scheduleSchema = object({
  expression: text(
    /^(cron\(\S+( \S+){5}\)|rate\([1-9][0-9]* (minute|hour|day)s?\))$/,
    '"cron(minute hour day-of-month month day-of-week year)" or "rate(n days)"',
  ).describe("when, as EventBridge Scheduler spells it"),
  timezone: text(/^[A-Za-z_]+(\/[A-Za-z0-9_+-]+)*$/, 'a time zone name, such as "Asia/Kolkata"')
    .default("UTC")
    .describe("of the expression"),
  tickets: list(id("a ticket's number, such as 143"), "a list of at least one ticket number")
    .max(1000, {
      error: "must have at most 1000 ticket numbers: archive more with `ticketvault backfill`",
    })
    .meta({ allowed: "1 to 1,000 ticket numbers", description: "which tickets" }),
})
  .optional()
  .meta({
    allowed: "see [events.md](events.md#by-schedule)",
    description: "archives a list of tickets again and again",
  });
