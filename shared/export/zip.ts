/** Writes a zip as a stream, one file after the other, in bounded memory and always the same bytes. */
import { once } from "node:events";
import { PassThrough, Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { ZipFile } from "yazl";
import type { Body } from "../store/object-store.ts";

/**
 * Adds a file and comes back when its bytes are on their way.
 * @param path in the zip, `/` between the names
 */
export type AddEntry = (path: string, body: Body, options: { readonly compress: boolean }) => Promise<void>;

/** The first moment of zips, in UTC whatever the zone: times would make the same files another zip. */
const ENTRY = { mtime: new Date(1980, 0, 1), mode: 0o100644, forceDosTimestamp: true };

/**
 * A zip of what `fill` adds. Times and modes are the same for all files. What `fill` throws, and what an added stream
 * throws, the reader of the zip gets; a reader that leaves early stops `fill` at its next bytes.
 */
export function zipOf(fill: (add: AddEntry) => Promise<void>): AsyncIterable<Uint8Array> {
  const zip = new ZipFile();
  const output = new PassThrough();
  pipeline(zip.outputStream, output).catch(() => {});
  const closed = new AbortController();
  output.once("close", () => closed.abort());
  zip.on("error", (error: Error) => output.destroy(error));
  const add: AddEntry = async (path, body, options) => {
    closed.signal.throwIfAborted();
    const entry = { ...ENTRY, ...options };
    if (body instanceof Uint8Array)
      return zip.addBuffer(Buffer.from(body.buffer, body.byteOffset, body.byteLength), path, entry);
    const stream = Readable.from(body, { objectMode: false, highWaterMark: 1024 * 1024 });
    zip.addReadStream(stream, path, entry);
    await once(stream, "close", { signal: closed.signal });
  };
  fill(add)
    .then(() => zip.end())
    .catch((error) => output.destroy(error));
  return output;
}
