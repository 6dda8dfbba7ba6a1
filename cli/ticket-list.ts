/** Opens the list of tickets that a command was given: a file, or `-` for standard input. */
import { createReadStream } from "node:fs";
import { type TicketList, ticketsOfTable } from "../shared/archive/ticket-list.ts";
import { UsageError } from "../shared/errors.ts";

export interface GivenList {
  /** A path, or `-`. */
  readonly path: string;
  /** As in `TableSource`. */
  readonly column?: string | undefined;
  /** Told what was read as what, so that nobody takes another column for the tickets'. */
  readonly note: (line: string) => void;
  /** Standard input, unless given. */
  readonly stdin?: AsyncIterable<Uint8Array>;
}

/** @throws UsageError as `ticketsOfTable`, and when the file cannot be read */
export async function readTicketList({ path, column, note, stdin }: GivenList): Promise<TicketList> {
  const isStdin = path === "-";
  const name = isStdin ? "standard input" : path;
  const body = isStdin ? (stdin ?? process.stdin) : createReadStream(path);
  try {
    const list = await ticketsOfTable({ body, name, column });
    note(`Ticket numbers from ${name}, ${list.column}.`);
    return list;
  } catch (error) {
    if (!(error instanceof Error) || !("syscall" in error)) throw error;
    const code = "code" in error ? String(error.code) : error.name;
    throw new UsageError(`The list ${name} cannot be read (${code}): check the path.`, { cause: error });
  }
}
