/** What the API answers about tickets, as zod schemas. */
import * as z from "zod";
import { acceptanceSchema } from "../../shared/archive/acceptance.ts";
import type { ArchivedReceipt } from "../../shared/archive/receipt.ts";
import { completeness, completenessStatus, sha256 } from "./answer-parts.ts";

const version = z
  .string()
  .regex(/^v[1-9][0-9]*$/)
  .meta({ example: "v2" });

export const queuedAnswer = z
  .strictObject({
    status: z.literal("queued"),
    orgId: z.int(),
    ticketId: z.int(),
    reason: z.string(),
    requestedBy: z.string().meta({ description: "ARN of the caller." }),
    ticket: z.string().meta({ description: "Where to look for the result.", example: "/tickets/143" }),
    detail: z.string().meta({ description: "What will happen, and why not at once." }),
  })
  .meta({ id: "Queued" });
export type QueuedAnswer = z.infer<typeof queuedAnswer>;

const keys = z.array(z.string()).readonly().meta({ description: "Conversations by their keys." });

export const receiptAnswer = z
  .strictObject({
    orgId: z.int(),
    ticketId: z.int(),
    outcome: z.enum(["archived", "unchanged"]).meta({
      description: "`archived`: a new version; `unchanged`: the latest version holds all this already.",
    }),
    completeness: z.enum([...completenessStatus.options, "accepted"]).meta({
      description: "As the archive has it, but `accepted` where all that is missing was accepted.",
    }),
    version,
    inventorySha256: sha256.meta({ description: "SHA-256 of that version's `inventory.json`." }),
    conversations: z.int().meta({ description: "All that are kept." }),
    noLongerListed: z.int().meta({ description: "Those of them that LeadSquared ceased to list." }),
    attachments: z.strictObject({
      stored: z.int(),
      doubtful: z.int(),
      failed: z.int(),
      downloaded: z.int().meta({ description: "How many of them were downloaded for this version." }),
      downloadedBytes: z.int(),
    }),
    problems: completeness.shape.problems.meta({ description: "Those that are not accepted." }),
    accepted: z
      .strictObject({
        version: version.meta({ description: "Whose gaps were accepted." }),
        problems: z.int().meta({ description: "How many of them are gaps still." }),
      })
      .nullable()
      .meta({ description: "What is missing and accepted; null when nothing is." }),
    changedAtSource: z
      .strictObject({
        edited: keys,
        removed: keys,
        restored: keys,
        attachmentsRemoved: z.int(),
        attachmentsRestored: z.int(),
      })
      .nullable()
      .meta({
        description: "What this run found edited or removed at the source, or back; null for nothing.",
      }),
    unstable: z.boolean().meta({ description: "Asked for once a day at most, except by hand." }),
    message: z.string().meta({ description: 'What is new in the version; "" when nothing is.' }),
    location: z.string().meta({ example: "s3://bucket/archive/22824/143" }),
  })
  .meta({ id: "Receipt" }) satisfies z.ZodType<ArchivedReceipt>;

export const acceptanceAnswer = acceptanceSchema.meta({ id: "Acceptance" });

const archivedFile = z
  .strictObject({
    path: z.string().meta({
      description: "Logical path in the version.",
      example: "attachments/135/1-Aadhaar.png",
    }),
    sha256,
    size: z.int().optional().meta({ description: "Bytes, where the archive tells: of attachments." }),
    url: z.url().meta({ description: "Opens the file without credentials: as secret as the file." }),
  })
  .meta({ id: "ArchivedFile" });

export const ticketAnswer = z
  .strictObject({
    orgId: z.int(),
    ticketId: z.int(),
    id: z.string().meta({ description: "OCFL id.", example: "urn:leadsquared:22824:ticket:143" }),
    head: version.meta({ description: "The latest version." }),
    version: version.meta({ description: "The version that the rest is about." }),
    versions: z.array(
      z.strictObject({
        version,
        created: z.string().meta({ description: "RFC 3339." }),
        message: z.string(),
        user: z.strictObject({ name: z.string(), address: z.string() }),
      }),
    ),
    completeness,
    accepted: acceptanceAnswer.nullable().meta({
      description: "The newest record of accepted gaps, where the latest version is shown and is incomplete.",
    }),
    fileCount: z.int(),
    files: z.array(archivedFile).meta({ description: "At most 200 of them." }),
    linksExpireAt: z.iso.datetime(),
    next: z
      .string()
      .nullable()
      .meta({ description: "Where the next files are; null when there are no more." }),
  })
  .meta({ id: "Ticket" });
export type TicketAnswer = z.infer<typeof ticketAnswer>;
