/** The plan of an export: which versions of which tickets go into which part. Made once, and never changed. */
import * as z from "zod";
import { acceptanceSchema } from "../archive/acceptance.ts";
import { sha256Hex } from "../digest.ts";
import { IntegrityError, UsageError } from "../errors.ts";
import { jsonBytes, plainJson } from "../json.ts";
import { NewerProgramError, ownDocument } from "../newer-program.ts";
import { peopleSchema } from "../people.ts";
import { RENDERER } from "../render/renderer.ts";
import { FORMATS, type FormatName } from "./formats.ts";
import { sourceSchema } from "./plan-source.ts";
import { exportRequestSchema } from "./request.ts";

const PLAN_SCHEMA = "urn:ticketvault:schema:export-plan:1";

/** More would not fit into an answer of Lambda's, 6 MB, which links to each; with a link's token a part takes 2.5 kB. */
export const MOST_PARTS = 2_000;

/** Beyond these a part ends although there is room: what is kept in memory of it grows with its files. */
const MOST_TICKETS_IN_A_PART = 1_000;
const MOST_FILES_IN_A_PART = 20_000;
const MOST_TEXT_IN_A_PART = 1e8;

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
  ledgerEntries: z
    .array(z.int().positive().nullable())
    .describe(
      "For v1, v2, … the number of the ledger's entry that covers it; null where none does yet. More than `version` where the ledger seals versions that the archive did not show.",
    ),
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
    .describe(
      "Numbers of the ledger's entries that introduce keys, up to the last entry of a version; ascending.",
    ),
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
export type LeftOut = z.infer<typeof leftOutSchema>;
export type PlannedPart = z.infer<typeof part>;
export type ExportPlan = z.infer<typeof planSchema>;

/** What a plan is made of; tickets and those left out in order of their numbers. */
export interface PlanSource extends Omit<ExportPlan, "schema" | "id" | "renderer" | "parts"> {
  readonly tickets: readonly PinnedTicket[];
}

/** @throws UsageError for more parts than there may be */
export function makePlan(source: PlanSource): ExportPlan {
  const { plannedAt, tool, orgId, request, leftOut, notSelected, tickets, people } = source;
  const parts = splitIntoParts(tickets, request);
  if (parts.length > MOST_PARTS) throw tooManyParts(parts.length, request);
  // Parsed, so that the fields stand in the schema's order, here and when the plan is read again.
  const keyEntries = keyEntriesFor(source.keyEntries, tickets);
  const content = contentSchema.parse({
    tool,
    renderer: RENDERER,
    orgId,
    request,
    leftOut,
    notSelected,
    parts,
    keyEntries,
    ...(people !== undefined && { people }),
  });
  return { schema: PLAN_SCHEMA, id: planId(content), plannedAt, source: source.source, ...content };
}

/**
 * Names what the parts are made of, all of it: the same request over the same versions by the same program has one id,
 * and one id has one content.
 */
function planId(content: z.infer<typeof contentSchema>): string {
  const { tool, renderer, orgId, request, leftOut, notSelected, parts, keyEntries, people } = content;
  const named = [
    tool,
    renderer,
    orgId,
    request,
    leftOut,
    notSelected,
    parts,
    keyEntries,
    ...(people ? [people] : []),
  ];
  return sha256Hex(JSON.stringify(named)).slice(0, 16);
}

/** Of the entries that introduce keys, those before the last entry of a version: later ones say nothing of its key. */
export function keyEntriesFor(keyEntries: readonly number[], tickets: readonly PinnedTicket[]): number[] {
  const last = tickets.reduce(
    (highest, { ledgerEntries }) => ledgerEntries.reduce<number>((a, b) => Math.max(a, b ?? 0), highest),
    0,
  );
  return keyEntries.filter((sequence) => sequence < last);
}

/** What a part has so far. */
interface Filled {
  readonly bytes: number;
  readonly tickets: number;
  readonly files: number;
  readonly text: number;
}

/** Fills part after part in order; a ticket that is larger than a part goes alone in one. */
function splitIntoParts(
  pinned: readonly PinnedTicket[],
  { formats, partSize }: ExportPlan["request"],
): PlannedPart[] {
  const parts: { number: number; bytes: number; tickets: PinnedTicket[] }[] = [];
  let filled: Filled = { bytes: 0, tickets: 0, files: 0, text: 0 };
  for (const ticket of pinned) {
    const size = {
      bytes: packedSize(ticket, formats),
      tickets: 1,
      files: ticket.files,
      text: textSize(ticket),
    };
    const together = added(filled, size);
    const open = parts.at(-1);
    if (open !== undefined && fits(together, partSize)) {
      open.tickets.push(ticket);
      open.bytes = together.bytes;
      filled = together;
    } else {
      parts.push({ number: parts.length + 1, bytes: size.bytes, tickets: [ticket] });
      filled = size;
    }
  }
  return parts;
}

function tooManyParts(parts: number, { partSize }: ExportPlan["request"]): UsageError {
  const message = `The export would have ${parts} parts of ${partSize} bytes, and ${MOST_PARTS} are the most. Ask for larger parts (partSize), or for fewer tickets at a time. Nothing was exported.`;
  return new UsageError(message);
}

function added(a: Filled, b: Filled): Filled {
  return {
    bytes: a.bytes + b.bytes,
    tickets: a.tickets + b.tickets,
    files: a.files + b.files,
    text: a.text + b.text,
  };
}

function fits({ bytes, tickets, files, text }: Filled, partSize: number): boolean {
  return (
    bytes <= partSize &&
    tickets <= MOST_TICKETS_IN_A_PART &&
    files <= MOST_FILES_IN_A_PART &&
    text <= MOST_TEXT_IN_A_PART
  );
}

/** The documents and inventories. */
function textSize({ bytes, attachmentBytes }: PinnedTicket): number {
  return bytes - attachmentBytes;
}

/**
 * What a ticket takes in a part at most: its files; its attachments once more in each format that has them inside; and
 * what is made of its texts, which is compressed.
 */
function packedSize(ticket: PinnedTicket, formats: readonly FormatName[]): number {
  const { bytes, files } = ticket;
  const again = formats.reduce((sum, name) => sum + FORMATS[name].attachmentSize(ticket), 0);
  // Headers in the zip, with the path twice, of each file and what is made of it; lines of the manifest; styles.
  const overhead = 20_000 + files * 1_500;
  return bytes + again + 2 * textSize(ticket) + overhead;
}

export function planBytes(plan: ExportPlan): Uint8Array {
  return jsonBytes(plan);
}

/** Reads a plan that was written before. @throws IntegrityError `plan-unreadable`; NewerProgramError */
export function parsePlan(bytes: Uint8Array, where: string): ExportPlan {
  try {
    const plan = ownDocument(planSchema, plainJson(bytes), where);
    if (plan.id !== planId(plan)) throw new Error("the id is another");
    return plan;
  } catch (cause) {
    if (cause instanceof NewerProgramError) throw cause;
    const message = `${where} is no plan that Ticketvault wrote. Remove the folder of this export and run again.`;
    throw new IntegrityError("plan-unreadable", message, { cause });
  }
}
