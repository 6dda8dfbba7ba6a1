/**
 * What several answers of the API hold. The schemas of answers are what docs/openapi.json is made of, and tests hold real
 * answers against them.
 */
import * as z from "zod";
import { ticketDocumentSchema } from "../../shared/ticket/document.ts";

export const sha256 = z.string().regex(/^[0-9a-f]{64}$/);

export const { completeness } = ticketDocumentSchema.shape;

export const completenessStatus = completeness.shape.status.meta({
  description: "`incomplete` as long as something that LeadSquared announced is not stored.",
});
