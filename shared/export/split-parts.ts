/** Splits an export's tickets into parts of bounded size, by what each takes in a part at most. */
import { FORMATS, type FormatName } from "./formats.ts";

/** What a ticket takes, in files and bytes; of the bytes, those of its attachments, and of these as e-mails have them. */
interface Sized {
  readonly files: number;
  readonly bytes: number;
  readonly attachmentBytes: number;
  readonly messageBytes: number;
}

interface SplitOptions {
  readonly formats: readonly FormatName[];
  /** Bytes. */
  readonly partSize: number;
}

/** `bytes` is an estimate, from above. */
interface Part<Ticket> {
  readonly number: number;
  bytes: number;
  readonly tickets: Ticket[];
}

/** Beyond these a part ends although there is room: what is kept in memory of it grows with its files. */
const MOST_TICKETS_IN_A_PART = 1_000;
const MOST_FILES_IN_A_PART = 20_000;
const MOST_TEXT_IN_A_PART = 1e8;

/** What a part has so far. */
interface Filled {
  readonly bytes: number;
  readonly tickets: number;
  readonly files: number;
  readonly text: number;
}

/** Fills part after part in order; a ticket that is larger than a part goes alone in one. */
export function splitIntoParts<Ticket extends Sized>(
  tickets: readonly Ticket[],
  { formats, partSize }: SplitOptions,
): Part<Ticket>[] {
  const parts: Part<Ticket>[] = [];
  let filled: Filled = { bytes: 0, tickets: 0, files: 0, text: 0 };
  for (const ticket of tickets) {
    const size = {
      bytes: packedSize(ticket, formats),
      tickets: 1,
      files: ticket.files,
      text: textSize(ticket),
    };
    const together = added(filled, size);
    const open = parts.at(-1);
    if (open !== undefined && fits(together, partSize)) {
      open.tickets.push(ticket);
      open.bytes = together.bytes;
      filled = together;
    } else {
      parts.push({ number: parts.length + 1, bytes: size.bytes, tickets: [ticket] });
      filled = size;
    }
  }
  return parts;
}

function added(a: Filled, b: Filled): Filled {
  return {
    bytes: a.bytes + b.bytes,
    tickets: a.tickets + b.tickets,
    files: a.files + b.files,
    text: a.text + b.text,
  };
}

function fits({ bytes, tickets, files, text }: Filled, partSize: number): boolean {
  return (
    bytes <= partSize &&
    tickets <= MOST_TICKETS_IN_A_PART &&
    files <= MOST_FILES_IN_A_PART &&
    text <= MOST_TEXT_IN_A_PART
  );
}

/** The documents and inventories. */
function textSize({ bytes, attachmentBytes }: Sized): number {
  return bytes - attachmentBytes;
}

/**
 * What a ticket takes in a part at most: its files; its attachments once more in each format that has them inside; and
 * what is made of its texts, which is compressed.
 */
function packedSize(ticket: Sized, formats: readonly FormatName[]): number {
  const { bytes, files } = ticket;
  const again = formats.reduce((sum, name) => sum + FORMATS[name].attachmentSize(ticket), 0);
  // Headers in the zip, with the path twice, of each file and what is made of it; lines of the manifest; styles.
  const overhead = 20_000 + files * 1_500;
  return bytes + again + 2 * textSize(ticket) + overhead;
}
