/** What the body of a wish to archive may hold. */
import * as z from "zod";
import type { HttpEvent } from "../common/http/event.ts";
import { readJsonBody } from "./json-body.ts";

const MAX_BYTES = 16 * 1024;

/** It stands in a version's message, in records and in queue messages, none of which bears every character. */
const ONE_LINE = /^[^\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\p{Noncharacter_Code_Point}]*$/u;

/** Why something is asked for, in one line. */
export const reason = z
  .string()
  .trim()
  .min(1)
  .max(500)
  .refine((text) => ONE_LINE.test(text), "must be one line without control characters");

export const archiveBody = z
  .strictObject({
    reason: reason.optional().meta({
      description: "Why, in one line; stands in the version's message.",
      example: "Complaint 2024-17",
    }),
  })
  .meta({ id: "ArchiveWish" });

/** @throws ProblemError `bad-body`, `body-too-large` */
export function readArchiveBody(event: HttpEvent): z.infer<typeof archiveBody> {
  return readJsonBody(event, archiveBody, MAX_BYTES);
}
