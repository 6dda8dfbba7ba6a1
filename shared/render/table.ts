/** A table of an export, which grows by the lines of one ticket after the other. */
import type { ExportTicket } from "./ticket.ts";

/** Size in bytes and SHA-256 of a file that was made for this export, by its path; undefined when it was not. */
export type Packed = (path: string) => { readonly size: number; readonly sha256: string } | undefined;

export interface Table {
  /** Path in the export. */
  readonly path: string;
  /** What stands before the lines, with a byte order mark where there is one; "" for nothing. */
  readonly header: string;
  /** The lines of a ticket, "" for none; taken when its pages, e-mails and texts are packed. */
  lines(ticket: ExportTicket, packed: Packed): string;
}
