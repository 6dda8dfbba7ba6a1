/** Writes a zip as a stream, one file after the other, in bounded memory and always the same bytes. */
import { crc32 } from "node:zlib";
import type { Body } from "../store/object-store.ts";
import { deflated, inStoredBlocks, packedAtOnce, storedBlocks } from "./deflate.ts";
import { Pieces } from "./pieces.ts";
import { tapped } from "./tapped.ts";
import { dataDescriptor, localHeader, type ZipEntry, zipEnd } from "./zip-records.ts";

/**
 * Adds a file and comes back when its bytes are on their way.
 * @param path in the zip, `/` between the names
 */
export type AddEntry = (path: string, body: Body, options: { readonly compress: boolean }) => Promise<void>;

/**
 * A zip of what `fill` adds, which begins when it is read, in pieces that hold until the next is asked for. What `fill`
 * throws, and what an added stream throws, the reader of the zip gets; a reader that leaves early stops `fill` at its next
 * bytes and closes the stream that is being added.
 *
 * Every file is packed by deflate, with its sizes and CRC-32 behind it: it can be written in one pass, of bytes of which
 * nothing is known before, and deflate alone tells a program that reads the zip as a stream where such a file ends. What
 * would hardly shrink stands in stored blocks.
 */
export async function* zipOf(fill: (add: AddEntry) => Promise<void>): AsyncGenerator<Uint8Array> {
  const pieces = new Pieces();
  const zip = new ZipWriter(pieces);
  fill((path, body, { compress }) => zip.add(path, body, compress))
    .then(() => zip.end())
    .catch((error) => pieces.fail(error));
  yield* pieces.read();
}

class ZipWriter {
  readonly #pieces: Pieces;
  readonly #room = packedAtOnce();
  readonly #blocks = storedBlocks();
  readonly #entries: ZipEntry[] = [];
  #offset = 0;

  constructor(pieces: Pieces) {
    this.#pieces = pieces;
  }

  async add(path: string, body: Body, compress: boolean): Promise<void> {
    const offset = this.#offset;
    const read = { crc32: 0, size: 0 };
    await this.#write(localHeader(path));
    const start = this.#offset;
    const bytes = tapped(body, (chunk) => {
      read.crc32 = crc32(chunk, read.crc32);
      read.size += chunk.byteLength;
    });
    const packed = compress ? deflated(bytes, this.#room) : inStoredBlocks(bytes, this.#blocks);
    for await (const chunk of packed) await this.#write(chunk);
    const entry = { path, ...read, packed: this.#offset - start, offset };
    await this.#write(dataDescriptor(entry));
    this.#entries.push(entry);
  }

  async end(): Promise<void> {
    for (const bytes of zipEnd(this.#entries, this.#offset)) await this.#write(bytes);
    await this.#pieces.end();
  }

  async #write(bytes: Uint8Array): Promise<void> {
    this.#offset += bytes.byteLength;
    await this.#pieces.write(bytes);
  }
}
