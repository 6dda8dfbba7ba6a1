/** Goes round again when a staged file was damaged where it lay: it was removed, and is taken again. */
import type { Logger } from "../log.ts";
import { isStagedFileDamaged } from "../store/store-errors.ts";

/** Unless the disk goes on damaging. */
const MOST_ROUNDS = 5;

/** What a round of the archive flow gives; `again` when it met a damaged file. @throws what the round throws else */
export async function againIfDamaged<Result>(
  result: Promise<Result>,
  { round, ticketId, log }: { readonly round: number; readonly ticketId: number; readonly log: Logger },
): Promise<Result | "again"> {
  try {
    return await result;
  } catch (error) {
    if (!isStagedFileDamaged(error) || round > MOST_ROUNDS) throw error;
    log.warn("archive.staged-file-damaged", { ticketId });
    return "again";
  }
}
