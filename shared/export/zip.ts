/** Writes a zip as a stream, one file after the other, in bounded memory and always the same bytes. */
import { once } from "node:events";
import { PassThrough } from "node:stream";
import { crc32 } from "node:zlib";
import type { Body } from "../store/object-store.ts";
import { deflated, inStoredBlocks } from "./deflate.ts";
import { tapped } from "./tapped.ts";
import { dataDescriptor, localHeader, type ZipEntry, zipEnd } from "./zip-records.ts";

/**
 * Adds a file and comes back when its bytes are on their way.
 * @param path in the zip, `/` between the names
 */
export type AddEntry = (path: string, body: Body, options: { readonly compress: boolean }) => Promise<void>;

/** Bytes that may wait for who reads the zip. */
const MOST_WAITING = 1024 * 1024;

/**
 * A zip of what `fill` adds, which begins when it is read. What `fill` throws, and what an added stream throws, the
 * reader of the zip gets; a reader that leaves early stops `fill` at its next bytes and closes the stream that is being
 * added.
 *
 * Every file is packed by deflate, with its sizes and CRC-32 behind it: it can be written in one pass, of bytes of which
 * nothing is known before, and deflate alone tells a program that reads the zip as a stream where such a file ends. What
 * would hardly shrink stands in stored blocks.
 */
export async function* zipOf(fill: (add: AddEntry) => Promise<void>): AsyncGenerator<Uint8Array> {
  const output = new PassThrough({ highWaterMark: MOST_WAITING });
  const closed = new AbortController();
  output.once("close", () => closed.abort());
  const zip = new ZipWriter(output, closed.signal);
  fill((path, body, { compress }) => zip.add(path, body, compress))
    .then(() => zip.end())
    .catch((error) => output.destroy(error));
  yield* output;
}

class ZipWriter {
  readonly #output: PassThrough;
  readonly #signal: AbortSignal;
  readonly #entries: ZipEntry[] = [];
  #offset = 0;

  constructor(output: PassThrough, signal: AbortSignal) {
    this.#output = output;
    this.#signal = signal;
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
    for await (const chunk of compress ? deflated(bytes) : inStoredBlocks(bytes)) await this.#write(chunk);
    const entry = { path, ...read, packed: this.#offset - start, offset };
    await this.#write(dataDescriptor(entry));
    this.#entries.push(entry);
  }

  async end(): Promise<void> {
    for (const bytes of zipEnd(this.#entries, this.#offset)) await this.#write(bytes);
    this.#output.end();
  }

  async #write(bytes: Uint8Array): Promise<void> {
    this.#signal.throwIfAborted();
    this.#offset += bytes.byteLength;
    if (!this.#output.write(bytes)) await once(this.#output, "drain", { signal: this.#signal });
  }
}
