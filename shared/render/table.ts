/** A table of an export, which grows by the lines of one ticket after the other. */
import type { ExportTicket } from "./ticket.ts";

/** A file of the export. */
export interface PackedFile {
  /** From where the table stands. */
  readonly path: string;
  /** Bytes. */
  readonly size: number;
  readonly sha256: string;
  /** Of files that a load file names; "" of others. */
  readonly md5: string;
}

/** The file that has a path in the payload of the ticket's part; undefined when this export does not have it. */
export type Packed = (path: string) => PackedFile | undefined;

export interface Table {
  /** Path in the export. */
  readonly path: string;
  /** What stands before the lines, with a byte order mark where there is one; "" for nothing. */
  readonly header: string;
  /** The lines of a ticket, "" for none; taken when its pages, e-mails and texts are packed. */
  lines(ticket: ExportTicket, packed: Packed): string;
}
