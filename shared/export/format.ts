/** What a format of an export is: what it is called and described by, and what it makes of a ticket. */
import type { Table } from "../render/table.ts";
import type { ExportTicket, OpenAttachment } from "../render/ticket.ts";
import type { Body } from "../store/object-store.ts";

/** A file that a format makes of a ticket. */
export interface MadeFile {
  /** Path in the payload of the ticket's part. */
  readonly path: string;
  readonly body: Body;
  readonly compress: boolean;
}

interface MakeOptions {
  /** IANA name of the zone that times are shown in beside UTC. */
  readonly zone: string;
  readonly open: OpenAttachment;
}

/** What a format is made with. */
export interface Maker {
  /** The files of one ticket; those that two formats make alike are made once. */
  readonly files: (
    ticket: ExportTicket,
    options: MakeOptions,
  ) => Iterable<MadeFile> | AsyncIterable<MadeFile>;
  /** What grows by lines of each ticket. */
  readonly tables: readonly Table[];
}

/** Bytes of a ticket's attachments. */
interface AttachmentSizes {
  readonly attachmentBytes: number;
  /** As often as wordings of messages had them. */
  readonly messageBytes: number;
}

export interface Format {
  /** What it is, in a phrase: in the help of the command line and in the description of the API. */
  readonly help: string;
  /** Where it stands in an export, in Markdown: in the export's own guide. */
  readonly guide: string;
  /** Whether it is made when nobody says which formats. */
  readonly byDefault: boolean;
  /** Bytes at most that the attachments of a ticket take once more in it; texts are counted for all formats together. */
  readonly attachmentSize: (sizes: AttachmentSizes) => number;
  /** Loaded when it is asked for: who only needs the names needs no renderer. */
  readonly maker: () => Promise<Maker>;
}
