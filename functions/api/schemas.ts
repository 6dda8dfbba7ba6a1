/** What the API answers, as zod schemas: docs/openapi.json is made of them, and tests hold real answers against them. */
import * as z from "zod";
import { acceptanceSchema } from "../../shared/archive/acceptance.ts";
import type { ArchivedReceipt } from "../../shared/archive/receipt.ts";
import { ticketDocumentSchema } from "../../shared/ticket/document.ts";
import { PROBLEM_TYPE, PROBLEMS } from "./problems.ts";

const version = z
  .string()
  .regex(/^v[1-9][0-9]*$/)
  .meta({ example: "v2" });
const sha256 = z.string().regex(/^[0-9a-f]{64}$/);
const completeness = ticketDocumentSchema.shape.completeness;
const status = completeness.shape.status.meta({
  description: "`incomplete` as long as something that LeadSquared announced is not stored.",
});

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
    completeness: z.enum([...status.options, "accepted"]).meta({
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

const holdState = z.enum(["placing", "held", "releasing", "released"]).meta({
  description: "`placing` and `releasing` until every file of every ticket is as the record says.",
});
const holdProgress = z
  .strictObject({
    done: z.int().meta({ description: "Tickets whose files are as the record says." }),
    of: z.int(),
  })
  .nullable()
  .meta({
    description:
      "How far the last change has been applied; null for one of more than 30 days ago, or made by the command line, which applies it itself.",
  });

export const holdAnswer = z
  .strictObject({
    matter: z.string(),
    state: holdState,
    progress: holdProgress,
    tickets: z.array(z.int()).meta({ description: "Under this matter now; none when it has ended." }),
    record: z
      .array(
        z.strictObject({
          sequence: z.int(),
          action: z.enum(["place", "release"]),
          tickets: z.array(z.int()),
          by: z.string().meta({ description: "ARN of the caller." }),
          reason: z.string(),
          at: z.iso.datetime(),
        }),
      )
      .meta({ description: "Every change, oldest first. It is only ever added to." }),
  })
  .meta({ id: "Hold" });
export type HoldAnswer = z.infer<typeof holdAnswer>;

export const holdListAnswer = z
  .strictObject({
    holds: z.array(
      z.strictObject({
        matter: z.string(),
        state: holdState,
        progress: holdProgress,
        tickets: z.int(),
        lastChange: z.iso.datetime(),
      }),
    ),
  })
  .meta({ id: "Holds" });
export type HoldListAnswer = z.infer<typeof holdListAnswer>;

export const exportAnswer = z
  .strictObject({
    run: z.string().meta({ description: "Names this run: GET /exports/{run} tells how it goes." }),
    status: z.enum(["running", "succeeded", "failed"]),
    failure: z.string().nullable().meta({ description: "Why it failed; null unless it did." }),
    columnRead: z.string().optional().meta({
      description: "Which column of `csv` was read; only where the export is started with one.",
      example: 'column 1 of 2, "Ticket Id"',
    }),
    export: z
      .strictObject({
        id: z.string().meta({ description: "The same for the same request over the same versions." }),
        completeness: status.meta({
          description: "`incomplete` when a ticket was left out, or one that is there is incomplete itself.",
        }),
        tickets: z.int(),
        leftOutCount: z.int(),
        leftOut: z
          .array(z.strictObject({ ticketId: z.int(), reason: z.string(), message: z.string() }))
          .meta({ description: "At most 1,000 of them; export.json and each part name all." }),
        notSelectedCount: z.int().meta({
          description:
            "Tickets that were looked at and are none that were asked for; export.json names them.",
        }),
        parts: z.array(
          z.strictObject({
            file: z.string(),
            size: z.int(),
            sha256,
            tickets: z.int(),
            url: z.url().meta({ description: "Opens the zip without credentials: as secret as the zip." }),
          }),
        ),
        files: z
          .array(
            z.strictObject({
              file: z.string().meta({ example: "index.html" }),
              size: z.int(),
              sha256,
              url: z
                .url()
                .meta({ description: "Opens the file without credentials: as secret as the file." }),
            }),
          )
          .meta({
            description:
              "The index and the tables of all tickets. Their paths lead into the parts: keep them beside these, and unpack each part there.",
          }),
        linksExpireAt: z.iso.datetime(),
      })
      .nullable()
      .meta({ description: "Null until it has succeeded." }),
  })
  .meta({ id: "Export" });
export type ExportAnswer = z.infer<typeof exportAnswer>;

/** What API Gateway answers by itself, in place of a function. */
export const gatewayAnswer = z
  .looseObject({ message: z.string() })
  .meta({ id: "GatewayMessage", description: "No RFC 9457 document: API Gateway's own form." });

export const problemDocument = z
  .strictObject({
    type: z.enum(Object.keys(PROBLEMS).map((code) => `${PROBLEM_TYPE}${code}`)),
    title: z.string(),
    status: z.int(),
    detail: z.string(),
    instance: z.string().meta({ description: "Names this call; the log knows it by that." }),
  })
  .meta({ id: "Problem", description: "RFC 9457." });
