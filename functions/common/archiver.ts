/** The archive flow as the functions call it: with its dependencies, and a time by which it must be done. */
import type { Receipt } from "../../shared/archive/receipt.ts";
import type { ArchiveRequest } from "../../shared/archive/request.ts";

interface ArchiveOptions {
  /** Aborted when the time is over. */
  readonly signal: AbortSignal;
  /** The same moment in ms since 1970, for the pacer: a slot beyond it is of no use. */
  readonly deadline: number;
  /** As in `archiveTicket`. */
  readonly attachmentsOver?: AbortSignal;
  readonly patienceMs?: number;
}

/** @throws what `archiveTicket` throws; the signal's reason once it is aborted */
export type Archive = (request: ArchiveRequest, options: ArchiveOptions) => Promise<Receipt>;
