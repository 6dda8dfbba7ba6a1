/** What the body of a request to export may hold. */
import * as z from "zod";
import { DEFAULT_FORMATS, FORMAT_NAMES, FORMATS_IN_WORDS } from "../../shared/export/formats.ts";
import { CERTIFICATES, LEAST_PART_SIZE, MOST_PART_SIZE } from "../../shared/export/request.ts";
import { selectionSchema } from "../../shared/export/selection.ts";
import { ticketNumber } from "./inputs.ts";
import { reason } from "./reason.ts";
import { related } from "./related.ts";

const line = reason;
const selection = selectionSchema.shape;

const fields = z.strictObject({
  matter: line.meta({ description: "The legal matter or audit that it is for.", example: "Smith v. Acme" }),
  requestedBy: line.optional().meta({
    description: "Who asked; the caller's ARN when left out.",
    example: "Alex of Legal",
  }),
  reason: line.meta({ description: "Why, in one line.", example: "Discovery request 12" }),
  tickets: z
    .array(ticketNumber)
    .min(1)
    .optional()
    .meta({ description: "These tickets.", example: [143, 144] }),
  csv: z.string().optional().meta({
    description: "A list of tickets as spreadsheets save it, with or without a heading.",
    example: "Ticket Id,Status\n143,Open\n",
  }),
  column: line.optional().meta({
    description:
      "The column of `csv` that holds the ticket numbers, by its heading or by its number from 1; `TicketId`, `Ticket`, `Id` and the like, or the only one, when left out.",
    example: "Ticket Id",
  }),
  archivedFrom: selection.archivedFrom,
  archivedTo: selection.archivedTo.meta({
    description: "… and before this one: when Ticketvault copied them.",
  }),
  sentFrom: selection.sentFrom,
  sentTo: selection.sentTo.meta({ description: "… and before this one: when people wrote it." }),
  direction: selection.direction,
  changed: selection.changed,
  leaveOutAltered: z.literal(true).optional().meta({
    description:
      "Every file is read first, and tickets of which one is altered or missing are left out and named. Else they stop the export.",
  }),
  formats: z
    .array(z.enum(FORMAT_NAMES))
    .optional()
    .meta({
      description: `What is made of the archived files, which are always packed themselves. ${FORMATS_IN_WORDS.join("; ")}. Without it: ${DEFAULT_FORMATS.join(", ")}.`,
    }),
  zone: z
    .string()
    .optional()
    .meta({ description: "IANA time zone in which times are shown beside UTC.", example: "Europe/Berlin" }),
  partSize: z.int().min(LEAST_PART_SIZE).max(MOST_PART_SIZE).optional().meta({
    description: "Bytes that a zip shall not exceed; an export has at most 2,000 of them.",
    example: 1e9,
  }),
  certificate: z.enum(CERTIFICATES).optional().meta({
    description:
      "A page beside the zips that says what was asked, what was found and which bytes it is: `plain`, or as a draft of the forms of India's Bharatiya Sakshya Adhiniyam, 2023, section 63(4): `bsa63`. Never signed.",
  }),
});

export const exportBody = related(fields, {
  needs: [
    ["column", "csv"],
    ["archivedFrom", "archivedTo"],
    ["archivedTo", "archivedFrom"],
    ["sentFrom", "sentTo"],
    ["sentTo", "sentFrom"],
  ],
  either: ["tickets", "csv"],
  some: ["tickets", "csv", "archivedFrom", "sentFrom", "direction", "changed"],
}).meta({
  id: "ExportRequest",
  description:
    "Which tickets: tickets or csv, spans of time, direction, changed; of several, all must hold. Tickets are exported whole.",
  example: { matter: "Smith v. Acme", reason: "Discovery request 12", tickets: [143, 144] },
});
