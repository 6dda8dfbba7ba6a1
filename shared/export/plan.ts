/** The plan of an export: which versions of which tickets go into which part. Made once, and never changed. */
import * as z from "zod";
import { acceptanceSchema } from "../archive/acceptance.ts";
import { foundSchema } from "../asked-question.ts";
import { sha256Hex } from "../digest.ts";
import { IntegrityError, UsageError } from "../errors.ts";
import { jsonBytes, plainJson } from "../json.ts";
import { NewerProgramError, ownDocument } from "../newer-program.ts";
import { peopleSchema } from "../people.ts";
import { RENDERER } from "../render/renderer.ts";
import { sourceSchema } from "./plan-source.ts";
import { exportRequestSchema } from "./request.ts";
import { splitIntoParts } from "./split-parts.ts";

const PLAN_SCHEMA = "urn:ticketvault:schema:export-plan:1";

/** More would not fit into an answer of Lambda's, 6 MB, which links to each; with a link's token a part takes 2.5 kB. */
export const MOST_PARTS = 2_000;

const sha256 = z.string().regex(/^[0-9a-f]{64}$/);

const { version, problems, reason, requestedBy, caller, at } = acceptanceSchema.shape;

/** What was accepted of a ticket, as it stood when the export was planned. */
export const acceptedSchema = z
  .strictObject({ version, problems, reason, requestedBy, caller, at })
  .nullable();

const pinnedTicket = z.strictObject({
  ticketId: z.int().positive(),
  version: z.string().regex(/^v[1-9][0-9]*$/),
  created: z.string().describe("When the version was archived."),
  inventorySha256: sha256.describe("Of the version's inventory.json, read when the export was planned."),
  files: z.int().min(0).describe("Files of the object up to this version."),
  bytes: z.int().min(0).describe("Bytes of these files."),
  attachmentBytes: z.int().min(0).describe("Bytes of the attachments among them."),
  messageBytes: z
    .int()
    .min(0)
    .describe("Bytes of the attachments as often as wordings of messages had them: an e-mail has its own."),
  accepted: acceptedSchema.describe("By whom and why gaps of it were accepted; null when none were."),
  found: foundSchema
    .optional()
    .describe("What the question found in it, where tickets were asked for by one."),
  ledgerEntries: z
    .array(z.int().positive().nullable())
    .describe(
      "For v1, v2, … the number of the ledger's entry that covers it; null where none does yet. More than `version` where the ledger seals versions that the archive did not show.",
    ),
});

const checkpointSchema = z.strictObject({
  sequence: z.int().positive().describe("The last entry of the ledger that it covers."),
  sha256: sha256.describe("Of its document."),
  root: sha256.describe("Of the Merkle tree over all files that the entries up to there seal."),
  entry: z.int().positive().describe("The entry of the ledger that seals it."),
});

export const leftOutSchema = z.strictObject({
  ticketId: z.int().positive(),
  reason: z.string().describe("A code: not-archived, sealed-but-missing, inventory-unreadable, …"),
  message: z.string(),
});

export const notSelectedSchema = z
  .strictObject({
    count: z.int().min(0),
    tickets: z.string().describe("Their numbers, as `1-142, 144`."),
  })
  .describe("Tickets that were looked at and are none that were asked for.");

const part = z.strictObject({
  number: z.int().positive(),
  bytes: z.int().min(0).describe("An estimate, from above, of what the part will have."),
  tickets: z.array(pinnedTicket),
});

const contentSchema = z.strictObject({
  tool: z.string().describe("Name and version of the program."),
  renderer: z.int().positive().describe("The rules by which pages, e-mails, texts and tables are made."),
  orgId: z.int().positive(),
  request: exportRequestSchema,
  leftOut: z.array(leftOutSchema),
  notSelected: notSelectedSchema,
  parts: z.array(part),
  keyEntries: z
    .array(z.int().positive())
    .default([])
    .describe("Numbers of the ledger's entries that introduce or revoke keys, ascending."),
  checkpoint: checkpointSchema
    .nullable()
    .describe("The sealed checkpoint that shows the tickets' heads; null where none has one of them yet."),
  people: peopleSchema
    .optional()
    .describe("Whom the tickets name, as somebody had looked it up; for pages, tables and load files alone."),
});

const planSchema = z.strictObject({
  schema: z.literal(PLAN_SCHEMA),
  id: z.string().regex(/^[0-9a-f]{16}$/),
  plannedAt: z.string(),
  source: sourceSchema,
  ...contentSchema.shape,
});

export type PinnedTicket = z.infer<typeof pinnedTicket>;
export type PinnedCheckpoint = z.infer<typeof checkpointSchema>;
export type LeftOut = z.infer<typeof leftOutSchema>;
export type PlannedPart = z.infer<typeof part>;
export type ExportPlan = z.infer<typeof planSchema>;

/** What a plan is made of; tickets and those left out in order of their numbers. */
export interface PlanSource extends Omit<ExportPlan, "schema" | "id" | "renderer" | "parts"> {
  readonly tickets: readonly PinnedTicket[];
}

/** @throws UsageError for more parts than there may be */
export function makePlan(source: PlanSource): ExportPlan {
  const { plannedAt, tool, orgId, request, leftOut, notSelected, tickets, checkpoint, people } = source;
  const parts = splitIntoParts(tickets, request);
  if (parts.length > MOST_PARTS) throw tooManyParts(parts.length, request);
  // Parsed, so that the fields stand in the schema's order, here and when the plan is read again.
  const content = contentSchema.parse({
    tool,
    renderer: RENDERER,
    orgId,
    request,
    leftOut,
    notSelected,
    parts,
    keyEntries: source.keyEntries,
    checkpoint,
    ...(people !== undefined && { people }),
  });
  return { schema: PLAN_SCHEMA, id: planId(content), plannedAt, source: source.source, ...content };
}

/**
 * Names what the parts are made of, all of it: the same request over the same versions by the same program has one id,
 * and one id has one content.
 * @param content as its schema gives it: with its fields in that order
 */
function planId(content: z.infer<typeof contentSchema>): string {
  return sha256Hex(JSON.stringify(Object.values(content))).slice(0, 16);
}

function tooManyParts(parts: number, { partSize }: ExportPlan["request"]): UsageError {
  const message = `The export would have ${parts} parts of ${partSize} bytes, and ${MOST_PARTS} are the most. Ask for larger parts (partSize), or for fewer tickets at a time. Nothing was exported.`;
  return new UsageError(message);
}

export function planBytes(plan: ExportPlan): Uint8Array {
  return jsonBytes(plan);
}

/** Reads a plan that was written before. @throws IntegrityError `plan-unreadable`; NewerProgramError */
export function parsePlan(bytes: Uint8Array, where: string): ExportPlan {
  try {
    const plan = ownDocument(planSchema, plainJson(bytes), where);
    const { schema: _, id, plannedAt: _at, source: _from, ...content } = plan;
    if (id !== planId(content)) throw new Error("the id is another");
    return plan;
  } catch (cause) {
    if (cause instanceof NewerProgramError) throw cause;
    const message = `${where} is no plan that Ticketvault wrote. Remove the folder of this export and run again.`;
    throw new IntegrityError("plan-unreadable", message, { cause });
  }
}
