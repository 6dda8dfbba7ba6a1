/** What an export is asked for: the matter, who asks and why, which tickets, in which forms. */
import * as z from "zod";
import { UsageError } from "../errors.ts";
import { DEFAULT_FORMATS, FORMAT_NAMES } from "./formats.ts";
import { normalSelection, selectionSchema } from "./selection.ts";

/** Bytes of a part unless said otherwise: 1 GB. */
const DEFAULT_PART_SIZE = 1e9;
/** 10 MB: nobody needs smaller zips, and a number without its zeros would ask for thousands of them. */
export const LEAST_PART_SIZE = 1e7;
export const MOST_PART_SIZE = 1e12;

/** What the production did, on one page; or the forms of India's Bharatiya Sakshya Adhiniyam, 2023, section 63(4). */
export const CERTIFICATES = ["plain", "bsa63"] as const;

// They stand in bag-info.txt, where a line is a field, and are read by people.
const line = z
  .string()
  .trim()
  .min(1, "is empty")
  .refine((text) => [...text].length <= 500, "has more than 500 characters")
  .refine(
    (text) => !/[\p{Cc}\p{Cs}\p{Zl}\p{Zp}\p{Bidi_Control}]/u.test(text),
    "is not one line of plain text",
  );
/** A request in its one spelling: ticket ids ascending and once each, times in UTC, formats in their order. */
export const exportRequestSchema = z.strictObject({
  matter: line.describe("The legal matter or audit that the export is for."),
  requestedBy: line,
  authenticated: line
    .optional()
    .describe("Who was authenticated when it was asked for, as an ARN; never taken from who asks."),
  reason: line,
  selection: selectionSchema,
  formats: z.array(z.enum(FORMAT_NAMES)).default([...DEFAULT_FORMATS]),
  zone: z.string().default("UTC").describe("IANA time zone in which times are shown beside UTC."),
  partSize: z
    .int()
    .positive()
    .max(MOST_PART_SIZE, `is above ${MOST_PART_SIZE} bytes`)
    .default(DEFAULT_PART_SIZE)
    .describe("Bytes that a part shall not exceed."),
  leaveOutAltered: z
    .literal(true)
    .optional()
    .describe("Read every file first, and leave out by name the tickets of which one is altered or missing."),
  certificate: z.enum(CERTIFICATES).optional().describe("The certificate to stand beside the zips."),
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
  if (!parsed.success) throw new UsageError(parsed.error.issues.map(issueText).join("\n"));
  const { selection, formats, zone, ...rest } = parsed.data;
  return {
    ...rest,
    selection: normalSelection(selection),
    formats: FORMAT_NAMES.filter((format) => formats.includes(format)),
    zone: checkedZone(zone),
  };
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

function issueText(issue: z.core.$ZodIssue): string {
  // Within the selection the field says more than that it is one of it.
  const [where = "request", field] = issue.path.map(String);
  return `${where === "selection" && field !== undefined ? field : where}: ${issue.message}.`;
}
