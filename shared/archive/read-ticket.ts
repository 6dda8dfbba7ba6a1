/** Reads a published version of a ticket back. */
import { sha256Hex } from "../digest.ts";
import { IntegrityError } from "../errors.ts";
import { NewerProgramError } from "../newer-program.ts";
import { contentPath, headState, type Inventory } from "../ocfl/inventory.ts";
import type { TicketDocument } from "../ticket/document.ts";
import { parseTicketDocument } from "../ticket/read-document.ts";
import type { ObjectPlace } from "./place.ts";

/**
 * The head version's document, checked against the inventory's digest.
 * @throws IntegrityError `content-altered` when it is missing, altered or unreadable; NewerProgramError
 */
export async function readTicket(
  { store, object }: ObjectPlace,
  inventory: Inventory,
): Promise<TicketDocument> {
  const sha256 = headState(inventory).get("ticket.json") ?? "";
  const key = `${object}/${contentPath(inventory, sha256) ?? `${inventory.head}/content/ticket.json`}`;
  const where = `${store.location}/${key}`;
  const file = await store.read(key);
  try {
    if (file === undefined) throw new Error("missing");
    if (sha256Hex(file.bytes) !== sha256) throw new Error("other bytes");
    return parseTicketDocument(file.bytes, where);
  } catch (cause) {
    if (cause instanceof NewerProgramError) throw cause;
    const message = `${where} is not what version ${inventory.head} says. Run \`ticketvault verify\`.`;
    throw new IntegrityError("content-altered", message, { cause });
  }
}
