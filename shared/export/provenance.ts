/** What an export says of itself: what was asked for, by whom and why, what was found, what is missing or left out. */
import * as z from "zod";
import { isMissing, judge } from "../archive/acceptance.ts";
import { foundSchema } from "../asked-question.ts";
import { jsonBytes, plainJson } from "../json.ts";
import { ledgerEntryPath } from "../keys.ts";
import { checkpointPath } from "../ledger/checkpoint-keys.ts";
import { NewerProgramError, ownDocument } from "../newer-program.ts";
import { versionNumber } from "../ocfl/inventory.ts";
import { objectPath } from "../render/paths.ts";
import { readableTime } from "../render/times.ts";
import { type TicketDocument, ticketDocumentSchema } from "../ticket/document.ts";
import { sourceHistory } from "../ticket/ever-seen.ts";
import { notYetIn } from "./in-checkpoint.ts";
import { partName } from "./keys.ts";
import {
  acceptedSchema,
  type ExportPlan,
  leftOutSchema,
  notSelectedSchema,
  type PinnedTicket,
  type PlannedPart,
} from "./plan.ts";
import { exportRequestSchema } from "./request.ts";

export const PROVENANCE_PATH = "provenance.json";

/** UTC; null where no message has a readable time. */
export const sentSchema = z.strictObject({ from: z.string(), to: z.string() }).nullable();

const ofTicket = ticketDocumentSchema.shape.completeness.shape;

/** What is said of one packed ticket; paths are relative to the payload. */
const ticketSchema = z.strictObject({
  ticketId: z.int().positive(),
  version: z.string(),
  archivedAt: z.string(),
  inventory: z.strictObject({ path: z.string(), sha256: z.string() }),
  sealed: z
    .array(z.strictObject({ version: z.string(), entry: z.string().nullable() }))
    .describe(
      "The ledger entries that cover its versions; null where none does yet. Versions after `version` are sealed, and the archive did not show them.",
    ),
  completeness: z
    .enum([...ofTicket.status.options, "accepted"])
    .describe("`accepted` where somebody accepted all that is missing; the archive itself is incomplete."),
  accepted: acceptedSchema.describe("What was accepted, by whom and why; rests on this file alone."),
  found: foundSchema
    .optional()
    .describe("What the question found, where tickets were asked for by one; rests on this file alone."),
  conversations: z.int().min(0),
  attachments: ofTicket.attachments,
  sent: sentSchema.describe(
    "When the first and the last message with a readable time were sent, by LeadSquared.",
  ),
  changedAtSource: z
    .strictObject({
      edited: z.array(z.string()).readonly(),
      contradicted: z.array(z.string()).readonly(),
      removed: z.array(z.string()).readonly(),
      attachmentsRemoved: z.int().min(0),
    })
    .describe(
      "What LeadSquared edited or removed since it was first archived, and is kept: conversations' keys.",
    ),
  missing: ofTicket.problems.describe(
    "What LeadSquared said is there and the archive does not hold, with the reason.",
  ),
});

const provenanceSchema = z.strictObject({
  schema: z.literal("urn:ticketvault:schema:export-provenance:1"),
  export: z.string(),
  part: z.strictObject({ number: z.int(), of: z.int() }),
  tool: z.string(),
  renderer: z.int().positive(),
  source: z.strictObject({ system: z.literal("LeadSquared Service CRM"), orgId: z.int().positive() }),
  request: exportRequestSchema,
  found: z.int().describe("Tickets in all parts."),
  leftOut: z.array(leftOutSchema),
  notSelected: notSelectedSchema,
  parts: z.array(z.strictObject({ number: z.int(), name: z.string(), tickets: z.array(z.int()) })),
  keyEntries: z
    .array(z.string())
    .default([])
    .describe("The ledger entries that introduce or revoke the keys of later ones."),
  checkpoint: z
    .strictObject({ path: z.string(), sha256: z.string(), root: z.string(), entry: z.string() })
    .nullable()
    .describe(
      "A checkpoint of the vault, and the ledger's entry that seals it. Null where it has no ticket.",
    ),
  notYetInCheckpoint: z.array(z.int()).describe("Tickets of this part that are too new for it."),
  tickets: z.array(ticketSchema),
});

export type TicketProvenance = z.infer<typeof ticketSchema>;
export type Provenance = z.infer<typeof provenanceSchema>;

/** What of a ticket's provenance is known before it is read. */
type PinnedProvenance = Pick<
  TicketProvenance,
  "ticketId" | "version" | "archivedAt" | "inventory" | "sealed" | "accepted" | "found"
>;

/** What a plan must say of a ticket for its provenance. */
export type Pinned = Pick<
  PinnedTicket,
  "ticketId" | "version" | "created" | "inventorySha256" | "ledgerEntries" | "accepted" | "found"
>;

/** What the plan alone tells of a ticket: its version, and the ledger entry that seals each version up to it. */
export function pinnedProvenance(pinned: Pinned): PinnedProvenance {
  const { ticketId, version, created, inventorySha256, ledgerEntries, accepted, found } = pinned;
  return {
    ticketId,
    version,
    archivedAt: created,
    inventory: { path: objectPath(ticketId, "inventory.json"), sha256: inventorySha256 },
    accepted,
    ...(found !== undefined && { found }),
    sealed: Array.from({ length: Math.max(versionNumber(version), ledgerEntries.length) }, (_, index) => {
      const sequence = ledgerEntries[index] ?? null;
      return { version: `v${index + 1}`, entry: sequence === null ? null : ledgerEntryPath(sequence) };
    }),
  };
}

/** The same, with what the exported document says of its completeness. */
export function ticketProvenance({
  pinned,
  ticket: { document },
}: {
  readonly pinned: Pinned;
  readonly ticket: { readonly document: TicketDocument };
}): TicketProvenance {
  const { status, attachments, problems } = document.completeness;
  const { accepted, open } = judge(problems, pinned.accepted ?? undefined);
  return {
    ...pinnedProvenance(pinned),
    completeness: accepted.length > 0 && !open.some(isMissing) ? "accepted" : status,
    conversations: document.conversations.length,
    attachments,
    sent: sentSpan(document.conversations.flatMap((conversation) => readableTime(conversation) ?? [])),
    changedAtSource: sourceHistory(document),
    missing: problems.filter(isMissing),
  };
}

/** The first and the last of some times. */
export function sentSpan(times: readonly string[]): z.infer<typeof sentSchema> {
  const [from, ...later] = times.toSorted();
  return from === undefined ? null : { from, to: later.at(-1) ?? from };
}

/** True where the ledger seals a version after the one that the archive showed. */
export function isRolledBack({ version, sealed }: Pick<TicketProvenance, "version" | "sealed">): boolean {
  return sealed.length > versionNumber(version);
}

/** What follows from the plan: all but the tickets. Nothing of this run is in it: no time, no machine, no place. */
export function plannedProvenance(plan: ExportPlan, part: PlannedPart): Omit<Provenance, "tickets"> {
  const { id, tool, renderer, orgId, request, leftOut, notSelected, parts } = plan;
  return {
    schema: "urn:ticketvault:schema:export-provenance:1",
    export: id,
    part: { number: part.number, of: parts.length },
    tool,
    renderer,
    source: { system: "LeadSquared Service CRM", orgId },
    request,
    found: parts.reduce((sum, each) => sum + each.tickets.length, 0),
    leftOut,
    notSelected,
    parts: parts.map((each) => ({
      number: each.number,
      name: partName(plan, each.number),
      tickets: each.tickets.map(({ ticketId }) => ticketId),
    })),
    keyEntries: plan.keyEntries.map(ledgerEntryPath),
    checkpoint: plan.checkpoint && {
      path: checkpointPath(plan.checkpoint.sequence),
      sha256: plan.checkpoint.sha256,
      root: plan.checkpoint.root,
      entry: ledgerEntryPath(plan.checkpoint.entry),
    },
    notYetInCheckpoint: notYetIn(part.tickets, plan.checkpoint),
  };
}

/** The bytes of a part's `provenance.json`. */
export function provenanceBytes(
  plan: ExportPlan,
  part: PlannedPart,
  tickets: readonly TicketProvenance[],
): Uint8Array {
  return jsonBytes({ ...plannedProvenance(plan, part), tickets });
}

/** Undefined for what Ticketvault does not write there. @throws NewerProgramError */
export function parseProvenance(bytes: Uint8Array): Provenance | undefined {
  try {
    return ownDocument(provenanceSchema, plainJson(bytes), PROVENANCE_PATH);
  } catch (error) {
    if (error instanceof NewerProgramError) throw error;
    return undefined;
  }
}
