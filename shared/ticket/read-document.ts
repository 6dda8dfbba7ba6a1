/** Reads a `ticket.json` back, and tells one that a newer program made from one that is none. */
import { TicketvaultError } from "../errors.ts";
import { NORMALIZER, TICKET_SCHEMA, type TicketDocument, ticketDocumentSchema } from "./document.ts";
import { isObject } from "./fields.ts";

/** What a newer program made cannot be judged here: it is neither altered nor wrong. */
export class NewerProgramError extends TicketvaultError {
  /** @param what names the file, such as `ticket.json of v3` */
  constructor(what: string) {
    const message = `${what} was made by a newer Ticketvault and cannot be read by this one. Use the newer one, or a later one.`;
    super("newer-program", message);
  }
}

/**
 * @throws NewerProgramError for a schema or normalizer that is not known yet; zod's error or SyntaxError for what is no
 *   ticket document; the caller knows which file it was
 */
export function parseTicketDocument(bytes: Uint8Array): TicketDocument {
  const json: unknown = JSON.parse(Buffer.from(bytes).toString("utf8"));
  if (isNewer(json)) throw new NewerProgramError("ticket.json");
  const parsed = ticketDocumentSchema.safeParse(json);
  // The JSON itself, whose order of fields and odd names zod would not keep.
  if (parsed.success) return json as TicketDocument;
  // Whoever calls has compared the digest: what was written so, with words of its own, is no accident.
  if (parsed.error.issues.every(({ code }) => UNKNOWN_WORDS.has(code)))
    throw new NewerProgramError("ticket.json");
  throw parsed.error;
}

/** What zod says of a field, or a value of a closed list, that this program does not know. */
const UNKNOWN_WORDS: ReadonlySet<string> = new Set(["unrecognized_keys", "invalid_value", "invalid_union"]);

const SCHEMA_NUMBER = /^urn:ticketvault:schema:ticket:([1-9]\d{0,8})$/;

function isNewer(json: unknown): boolean {
  if (!isObject(json) || typeof json["schema"] !== "string") return false;
  const number = Number(SCHEMA_NUMBER.exec(json["schema"])?.[1]);
  if (number > Number(SCHEMA_NUMBER.exec(TICKET_SCHEMA)?.[1])) return true;
  return typeof json["normalizer"] === "number" && json["normalizer"] > NORMALIZER;
}
