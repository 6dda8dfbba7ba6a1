/** Writes a zip as a stream, one file after the other, in bounded memory and always the same bytes. */
import { once } from "node:events";
import { PassThrough, Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { ZipFile } from "yazl";
import type { Body } from "../store/object-store.ts";

/**
 * Adds a file and comes back when its bytes are on their way; of small ones some may wait.
 * @param path in the zip, `/` between the names
 */
export type AddEntry = (path: string, body: Body, options: { readonly compress: boolean }) => Promise<void>;

/** The first moment of zips, in UTC whatever the zone: times would make the same files another zip. */
const ENTRY = { mtime: new Date(1980, 0, 1), mode: 0o100644, forceDosTimestamp: true };

/** Files and bytes that yazl may hold: it packs all that it is given at once, each with 300 KB of its own. */
const MOST_WAITING = 64;
const MOST_WAITING_BYTES = 1024 * 1024;

/**
 * A zip of what `fill` adds, which begins when it is read. Times and modes are the same for all files. What `fill`
 * throws, and what an added stream throws, the reader of the zip gets; a reader that leaves early stops `fill` at its
 * next bytes and closes the stream that is being added.
 */
export async function* zipOf(fill: (add: AddEntry) => Promise<void>): AsyncGenerator<Uint8Array> {
  const zip = new ZipFile();
  const output = new PassThrough();
  pipeline(zip.outputStream, output).catch(() => {});
  const closed = new AbortController();
  output.once("close", () => closed.abort());
  zip.on("error", (error: Error) => output.destroy(error));
  const hasRoom = waitingRoom();
  const add: AddEntry = async (path, body, options) => {
    closed.signal.throwIfAborted();
    const entry = { ...ENTRY, ...options };
    if (body instanceof Uint8Array && hasRoom(body))
      return zip.addBuffer(Buffer.from(body.buffer, body.byteOffset, body.byteLength), path, entry);
    const chunks = body instanceof Uint8Array ? [body] : body;
    const stream = Readable.from(chunks, { objectMode: false, highWaterMark: 1024 * 1024 });
    // A source may fail once more while it is closed, when nobody waits for it any longer.
    stream.on("error", () => {});
    try {
      zip.addReadStream(stream, path, entry);
      await once(stream, "close", { signal: closed.signal });
    } finally {
      stream.destroy();
    }
  };
  fill(add)
    .then(() => zip.end())
    .catch((error) => output.destroy(error));
  yield* output;
}

/** Whether one more may wait. When not, it is added as a stream, which is read only after all before it are packed. */
function waitingRoom(): (body: Uint8Array) => boolean {
  let files = 0;
  let bytes = 0;
  return ({ byteLength }) => {
    files += 1;
    bytes += byteLength;
    if (files <= MOST_WAITING && bytes <= MOST_WAITING_BYTES) return true;
    files = 0;
    bytes = 0;
    return false;
  };
}
