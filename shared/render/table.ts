/** A table of an export: one for all of its tickets, beside the parts, grown by the lines of one ticket after the other. */
import type { ExportTicket } from "./ticket.ts";

/** A file of the export. */
export interface PackedFile {
  /** From where the tables stand, once the parts are unpacked there. */
  readonly path: string;
  /** Bytes. */
  readonly size: number;
  readonly sha256: string;
  /** Of files that a load file names; "" of others. */
  readonly md5: string;
}

/** The file that has a path in the payload of the ticket's part; undefined when this export does not have it. */
export type Packed = (path: string) => PackedFile | undefined;

/** What a table may tell of the whole export. */
export interface Production {
  readonly id: string;
  readonly orgId: number;
  readonly matter: string;
  readonly requestedBy: string;
  readonly reason: string;
  /** Which tickets were asked for, in words. */
  readonly asked: string;
  readonly parts: number;
  readonly tickets: number;
  readonly incompleteTickets: number;
  readonly conversations: number;
  readonly attachments: number;
  /** Tickets that were asked for and are in no part. */
  readonly leftOut: readonly {
    readonly ticketId: number;
    readonly reason: string;
    readonly message: string;
  }[];
  /** Tickets that were looked at and are none that were asked for; their numbers as `1-142, 144`. */
  readonly notSelected: { readonly count: number; readonly tickets: string };
}

/** The lines of every ticket, in order; each call begins anew. They may be many: nobody keeps them all. */
export type AllLines = () => AsyncIterable<string>;

export interface Table {
  /** Path beside the parts. */
  readonly path: string;
  /** What a ticket adds, whole lines or ""; taken when its files are packed. */
  lines(ticket: ExportTicket, packed: Packed): string;
  /** The file, from the lines of all tickets. */
  whole(lines: AllLines, production: Production): AsyncIterable<string>;
}

export interface PlainTable extends Table {
  /** What stands before the lines, with a byte order mark where there is one; "" for nothing. */
  readonly header: string;
}

/** A table that is its header and its lines. */
export function plainTable(path: string, header: string, lines: Table["lines"]): PlainTable {
  return {
    path,
    header,
    lines,
    async *whole(all) {
      if (header !== "") yield header;
      yield* all();
    },
  };
}
