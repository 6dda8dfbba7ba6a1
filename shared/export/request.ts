/** What an export is asked for: the matter, who asks and why, which tickets, in which forms. */
import * as z from "zod";
import { UsageError } from "../errors.ts";
import { DEFAULT_FORMATS, FORMAT_NAMES } from "./formats.ts";

/** Bytes of a part unless said otherwise: 1 GB. */
const DEFAULT_PART_SIZE = 1e9;
/** 10 MB: nobody needs smaller zips, and a number without its zeros would ask for thousands of them. */
export const LEAST_PART_SIZE = 1e7;
export const MOST_PART_SIZE = 1e12;
const MOST_TICKETS = 1_000_000;

// They stand in bag-info.txt, where a line is a field, and are read by people.
const line = z
  .string()
  .trim()
  .min(1, "is empty")
  .max(500, "has more than 500 characters")
  .refine(
    (text) => !/[\p{Cc}\p{Cs}\p{Zl}\p{Zp}\p{Bidi_Control}]/u.test(text),
    "is not one line of plain text",
  );
const time = z.iso.datetime({ offset: true, message: "is no RFC 3339 time with Z or an offset" });
const ticketIds = z
  .array(z.int("is no ticket number").positive("is no ticket number"))
  .min(1, "names no ticket")
  .max(MOST_TICKETS, `has more than ${MOST_TICKETS} tickets`);

const selection = z.union([
  z.strictObject({ tickets: ticketIds }),
  z.strictObject({
    archivedFrom: time.describe("Tickets of which a version was archived at this time or later …"),
    archivedTo: time.describe("… and before this one."),
  }),
]);

/** A request in its one spelling: ticket ids ascending and once each, times in UTC, formats in their order. */
export const exportRequestSchema = z.strictObject({
  matter: line.describe("The legal matter or audit that the export is for."),
  requestedBy: line,
  reason: line,
  selection,
  formats: z.array(z.enum(FORMAT_NAMES)).default([...DEFAULT_FORMATS]),
  zone: z.string().default("UTC").describe("IANA time zone in which times are shown beside UTC."),
  partSize: z
    .int()
    .positive()
    .max(MOST_PART_SIZE, `is above ${MOST_PART_SIZE} bytes`)
    .default(DEFAULT_PART_SIZE)
    .describe("Bytes that a part shall not exceed."),
});

/** What may be asked for now; what was exported before with smaller parts stays readable. */
const usableRequestSchema = exportRequestSchema.refine(({ partSize }) => partSize >= LEAST_PART_SIZE, {
  path: ["partSize"],
  message: `is below ${LEAST_PART_SIZE} bytes (10 MB); give that or more`,
});

export type ExportRequest = z.infer<typeof exportRequestSchema>;

/**
 * Reads a request and brings it into its one spelling, so that the same request is the same export.
 * @throws UsageError with all that is wrong
 */
export function parseExportRequest(given: unknown): ExportRequest {
  const parsed = usableRequestSchema.safeParse(given);
  if (!parsed.success) throw new UsageError(parsed.error.issues.flatMap(issueText).join("\n"));
  const { selection, formats, zone, ...rest } = parsed.data;
  return {
    ...rest,
    selection: "tickets" in selection ? { tickets: ascending(selection.tickets) } : span(selection),
    formats: FORMAT_NAMES.filter((format) => formats.includes(format)),
    zone: checkedZone(zone),
  };
}

function span({ archivedFrom, archivedTo }: { archivedFrom: string; archivedTo: string }) {
  const [from, to] = [new Date(archivedFrom), new Date(archivedTo)];
  if (from >= to) {
    throw new UsageError(
      `The span of time is empty: ${archivedFrom} is not before ${archivedTo}. Give the earlier time first.`,
    );
  }
  return { archivedFrom: from.toISOString(), archivedTo: to.toISOString() };
}

/**
 * The zone as it was called, in its usual capitals where these are known: the canonical name may be one of long ago,
 * such as Asia/Calcutta. @throws UsageError when this Node does not know it */
function checkedZone(zone: string): string {
  try {
    const { timeZone } = new Intl.DateTimeFormat("en", { timeZone: zone }).resolvedOptions();
    return timeZone === "UTC" || timeZone.toLowerCase() === zone.toLowerCase() ? timeZone : zone;
  } catch (cause) {
    const text = `${JSON.stringify(zone.slice(0, 60))} is not a time zone: give an IANA name such as Europe/Berlin or UTC.`;
    throw new UsageError(text, { cause });
  }
}

function ascending(ids: readonly number[]): number[] {
  return [...new Set(ids)].sort((a, b) => a - b);
}

function issueText(issue: z.core.$ZodIssue): string | string[] {
  // Of the ways to say which tickets, the one that was meant has its own issue.
  const [where = "request"] = issue.path.map(String);
  if (where === "selection") return selectionText(issue);
  return `${where}: ${issue.message}.`;
}

function selectionText(issue: z.core.$ZodIssue): string | string[] {
  const deeper = issue.code === "invalid_union" ? issue.errors.flat() : [issue];
  const told = deeper.filter(({ code }) => code !== "unrecognized_keys" && code !== "invalid_type");
  const texts = told.map(({ path, message }) => `${String(path.at(-1) ?? "selection")}: ${message}.`);
  return texts.length > 0
    ? [...new Set(texts)]
    : "selection: give either tickets, or archivedFrom and archivedTo.";
}
