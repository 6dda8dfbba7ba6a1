/** Reads a `ticket.json` back, and tells one that a newer program made from one that is none. */
import { plainJson } from "../json.ts";
import { NewerProgramError, ownDocument } from "../newer-program.ts";
import { NORMALIZER, type TicketDocument, ticketDocumentSchema } from "./document.ts";
import { isObject } from "./fields.ts";

/**
 * Reads a document whose digest was compared: what was written so, with words of its own, is no accident.
 * @param where names the file in the error
 * @throws NewerProgramError for a schema or normalizer that is not known yet; zod's error or SyntaxError for what is no
 *   ticket document; the caller knows which file it was
 */
export function parseTicketDocument(bytes: Uint8Array, where = "ticket.json"): TicketDocument {
  const json = plainJson(bytes);
  if (isObject(json) && Number(json["normalizer"]) > NORMALIZER) throw new NewerProgramError(where);
  ownDocument(ticketDocumentSchema, json, where);
  // The JSON itself, whose order of fields and odd names zod would not keep.
  return json as TicketDocument;
}
