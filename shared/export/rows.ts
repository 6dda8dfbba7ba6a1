/** The rows of a part: what each of its tickets adds to the tables of the export, in a file beside the part's zip. */
import { StoreError } from "../errors.ts";
import type { AllLines } from "../render/table.ts";
import { Pieces } from "./pieces.ts";

/** The file while it is written: what is added waits until the reader of `body` has room for it. */
export class RowsFile {
  readonly #pieces = new Pieces();

  /** Read once; a piece holds until the next is asked for. */
  get body(): AsyncIterable<Uint8Array> {
    return this.#pieces.read();
  }

  /** @param lines what a ticket adds to the table, "" for nothing. @throws AbortError when the reader is gone */
  async add(table: string, lines: string): Promise<void> {
    if (lines === "") return;
    await this.#pieces.write(Buffer.from(`${beginning(table)}${JSON.stringify(lines)}}\n`));
  }

  end(): Promise<void> {
    return this.#pieces.end();
  }

  /** Whoever reads the body gets the error. */
  fail(error: Error): void {
    this.#pieces.fail(error);
  }
}

/** Opens a file of the export by its name; undefined when it is absent. */
export type OpenNamed = (name: string) => Promise<AsyncIterable<Uint8Array> | undefined>;

/** The lines that all rows have for a table, ticket after ticket. @param names of the files, in the order of the parts */
export function linesOf(open: OpenNamed, names: readonly string[], table: string): AllLines {
  const wanted = Buffer.from(beginning(table));
  return async function* () {
    for (const name of names) {
      const chunks = await open(name);
      if (chunks === undefined) throw noRows(name);
      for await (const row of rowsIn(chunks)) {
        if (!row.subarray(0, wanted.length).equals(wanted)) continue;
        const { lines }: { readonly lines: string } = JSON.parse(row.toString());
        yield lines;
      }
    }
  };
}

/** How each row for a table begins, so that others need not be read. */
function beginning(table: string): string {
  return `{"table":${JSON.stringify(table)},"lines":`;
}

/** Rows end in LF alone: other ends of lines may stand in one. A row holds until the next is asked for. */
async function* rowsIn(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Buffer> {
  let begun: Uint8Array[] = [];
  for await (const chunk of chunks) {
    let start = 0;
    for (let end = chunk.indexOf(10); end >= 0; end = chunk.indexOf(10, start)) {
      const row = Buffer.from(chunk.buffer, chunk.byteOffset + start, end - start);
      // All tables read all rows: a copy of each would be most of what the end of an export leaves to the garbage collector.
      yield begun.length === 0 ? row : Buffer.concat([...begun, row]);
      begun = [];
      start = end + 1;
    }
    if (start < chunk.length) begun.push(chunk.subarray(start));
  }
}

function noRows(name: string): StoreError {
  return new StoreError("part-missing", `The export does not have ${name}: pack its part first.`);
}
