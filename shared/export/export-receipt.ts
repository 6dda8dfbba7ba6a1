/** What a finished export says of itself: `export.json`. */
import * as z from "zod";
import { IntegrityError } from "../errors.ts";
import { plainJson } from "../json.ts";
import { NewerProgramError, ownDocument } from "../newer-program.ts";
import type { Output } from "../store/output.ts";
import { summaryKey } from "./keys.ts";
import { type PartReceipt, partReceiptSchema } from "./part-receipt.ts";
import { type ExportPlan, leftOutSchema, notSelectedSchema } from "./plan.ts";
import { sentSchema, sentSpan } from "./provenance.ts";
import { exportRequestSchema } from "./request.ts";

const count = z.int().min(0);

const exportReceiptSchema = z.strictObject({
  schema: z.literal("urn:ticketvault:schema:export:1"),
  id: z.string(),
  plannedAt: z.string(),
  tool: z.string(),
  renderer: z.int().positive(),
  orgId: z.int(),
  request: exportRequestSchema,
  completeness: z
    .enum(["complete", "incomplete"])
    .describe(
      "`incomplete` when a ticket was left out, or one that is there is incomplete itself or rolled back.",
    ),
  tickets: count,
  conversations: count,
  attachments: count,
  sent: sentSchema.describe("When the first and the last of the messages were sent, by LeadSquared."),
  missing: count.describe("What the archives name as missing; provenance.json in the parts says what."),
  incompleteTickets: z.array(z.int()),
  acceptedTickets: z
    .array(z.int())
    .describe(
      "Tickets of which something is missing, all of which somebody accepted: provenance.json says who.",
    ),
  changedTickets: z.array(z.int()).describe("Tickets of which LeadSquared edited or removed something."),
  rolledBackTickets: z
    .array(z.int())
    .describe("Tickets of which the ledger seals later versions than the archive showed."),
  unsealedVersions: count,
  leftOut: z.array(leftOutSchema),
  notSelected: notSelectedSchema,
  parts: z.array(
    partReceiptSchema.pick({ number: true, file: true, size: true, sha256: true, tickets: true }),
  ),
  files: z
    .array(z.strictObject({ file: z.string(), size: count, sha256: z.string() }))
    .describe("What stands beside the parts: the index and the tables of all tickets, the certificate."),
});

/** What an export answers, and what `export.json` says. */
export type ExportReceipt = z.infer<typeof exportReceiptSchema>;

/** A file beside the parts. */
export type ProductionFile = ExportReceipt["files"][number];

/** All but the files beside the parts, which are made last. */
export type ExportCounts = Omit<ExportReceipt, "files">;

/**
 * What a finished export said of itself; undefined when it is not there, or not finished.
 * @throws IntegrityError `receipt-unreadable`
 */
export async function readExport(output: Output, id: string): Promise<ExportReceipt | undefined> {
  const bytes = await output.read(summaryKey(id));
  return bytes && parseExportReceipt(bytes, `${output.location}/${summaryKey(id)}`);
}

/** @throws IntegrityError `receipt-unreadable`; NewerProgramError */
export function parseExportReceipt(bytes: Uint8Array, where: string): ExportReceipt {
  try {
    return ownDocument(exportReceiptSchema, plainJson(bytes), where);
  } catch (cause) {
    if (cause instanceof NewerProgramError) throw cause;
    const message = `${where} is no receipt that Ticketvault wrote. Run the export again.`;
    throw new IntegrityError("receipt-unreadable", message, { cause });
  }
}

export type PartCounts = Omit<PartReceipt, "payload" | "rows">;

/** What the receipts of all parts come to. */
export function sumUp(plan: ExportPlan, parts: readonly PartCounts[]): ExportCounts {
  const { id, plannedAt, tool, renderer, orgId, request, leftOut, notSelected } = plan;
  const total = (of: (part: PartCounts) => number): number => parts.reduce((sum, part) => sum + of(part), 0);
  const incompleteTickets = parts.flatMap((part) => part.incompleteTickets);
  const rolledBackTickets = parts.flatMap((part) => part.rolledBackTickets);
  const lacks = leftOut.length + incompleteTickets.length + rolledBackTickets.length;
  return {
    schema: "urn:ticketvault:schema:export:1",
    id,
    plannedAt,
    tool,
    renderer,
    orgId,
    request,
    completeness: lacks === 0 ? "complete" : "incomplete",
    tickets: total((part) => part.tickets),
    conversations: total((part) => part.conversations),
    attachments: total((part) => part.attachments),
    sent: sentSpan(parts.flatMap(({ sent }) => (sent === null ? [] : [sent.from, sent.to]))),
    missing: total((part) => part.missing),
    incompleteTickets,
    acceptedTickets: parts.flatMap((part) => part.acceptedTickets),
    changedTickets: parts.flatMap((part) => part.changedTickets),
    rolledBackTickets,
    unsealedVersions: total((part) => part.unsealedVersions),
    leftOut,
    notSelected,
    parts: parts.map(({ number, file, size, sha256, tickets }) => ({ number, file, size, sha256, tickets })),
  };
}
