/** What the API answers about exports, as zod schemas. */
import * as z from "zod";
import { completenessStatus, sha256 } from "./answer-parts.ts";

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
        completeness: completenessStatus.meta({
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
