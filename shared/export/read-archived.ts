/** Reads files of the archive for an export: each is there, whole, or an error that names it. */
import { IntegrityError } from "../errors.ts";
import { readWhole } from "../store/most-read.ts";
import type { ObjectStore } from "../store/object-store.ts";
import { shownKey } from "../store/store-errors.ts";

/** How often a file is opened again whose bytes stopped coming. */
const TRIES = 4;

/**
 * The bytes of a file of any size. When a connection breaks in the middle, the file is opened again and read on from
 * where it broke; whether these are the right bytes is for their digest to tell. A piece holds until the next is asked for.
 * @throws IntegrityError `content-missing`
 */
export async function* archivedBytes(
  store: ObjectStore,
  key: string,
  signal?: AbortSignal,
): AsyncGenerator<Uint8Array> {
  let given = 0;
  for (let tries = 1; ; tries += 1) {
    const file = await store.open(key, "lent");
    if (file === undefined) throw missing(store, key);
    try {
      let seen = 0;
      for await (const chunk of file.body) {
        signal?.throwIfAborted();
        const fresh = chunk.subarray(Math.min(chunk.byteLength, Math.max(0, given - seen)));
        seen += chunk.byteLength;
        if (fresh.byteLength === 0) continue;
        given += fresh.byteLength;
        yield fresh;
      }
      return;
    } catch (error) {
      if (tries === TRIES || signal?.aborted) throw error;
    }
  }
}

/** A small file whole. @throws IntegrityError `content-missing`; StoreError `too-large` */
export function archivedFile(store: ObjectStore, key: string): Promise<Uint8Array> {
  return readWhole(copies(archivedBytes(store, key)), undefined, shownFile(store, key));
}

async function* copies(pieces: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  for await (const piece of pieces) yield Buffer.from(piece);
}

/** A file as errors name it: without the customer's words. */
export function shownFile({ location }: ObjectStore, key: string): string {
  return `${location}/${shownKey(key)}`;
}

function missing(store: ObjectStore, key: string): IntegrityError {
  const message = `${shownFile(store, key)} is missing. Run \`ticketvault verify\` on the archive.`;
  return new IntegrityError("content-missing", message);
}
