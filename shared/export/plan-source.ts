/** Where an export comes from, as its plan says it: the archive's place, and how far its ledger had come. */
import * as z from "zod";
import { askedOfSchema } from "../asked-question.ts";

/** As it was when the export was planned: no part of the plan's id, which names what is exported. */
export const sourceSchema = z.strictObject({
  location: z.string().describe("Of the archive: a folder, or s3://bucket/prefix."),
  region: z.string().nullable(),
  account: z.string().nullable().describe("The cloud account that keeps it, where that is known."),
  ledgerHead: z
    .strictObject({ sequence: z.int().positive(), sha256: z.string().regex(/^[0-9a-f]{64}$/) })
    .nullable()
    .describe("The last entry of the ledger."),
  askedOf: askedOfSchema
    .optional()
    .describe("What a question for tickets was asked of; only where tickets were asked for by one."),
  heartbeats: z
    .strictObject({
      since: z
        .string()
        .nullable()
        .describe(
          "When the ledger got its first hourly entry; null where it has none, and outages are not known.",
        ),
      silences: z.array(z.strictObject({ from: z.string(), to: z.string() })).readonly(),
    })
    .describe("When the ledger got no entry for more than three hours, since it got one every hour."),
});
