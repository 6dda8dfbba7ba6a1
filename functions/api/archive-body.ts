/** What the body of a request to archive may hold. */
import * as z from "zod";
import type { HttpEvent } from "../common/http/event.ts";
import { readJsonBody } from "./json-body.ts";
import { reason } from "./reason.ts";

const MAX_BYTES = 16 * 1024;

export const archiveBody = z
  .strictObject({
    reason: reason.optional().meta({
      description: "Why, in one line; stands in the version's message.",
      example: "Complaint 2024-17",
    }),
  })
  .meta({ id: "ArchiveRequest" });

/** @throws ProblemError `bad-body`, `body-too-large` */
export function readArchiveBody(event: HttpEvent): z.infer<typeof archiveBody> {
  return readJsonBody(event, archiveBody, MAX_BYTES);
}
