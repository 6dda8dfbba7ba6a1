/** Keeps the bytes of objects, in memory or in files of one folder; what is kept once never changes. */
import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { open } from "node:fs/promises";
import { join } from "node:path";
import { buffer } from "node:stream/consumers";
import { crc32 } from "node:zlib";

export type DigestAlgorithm = "md5" | "sha1" | "sha256" | "crc32";

/** A run of bytes in one place. */
interface Piece {
  readonly size: number;
  read(from: number, to: number): AsyncIterable<Uint8Array> | Iterable<Uint8Array>;
}

/** Immutable bytes, possibly put together from others without being copied. */
export class Blob {
  readonly size: number;
  readonly #pieces: readonly Piece[];
  readonly #digests = new Map<DigestAlgorithm, Promise<Buffer>>();

  constructor(pieces: readonly Piece[]) {
    this.#pieces = pieces;
    this.size = pieces.reduce((sum, piece) => sum + piece.size, 0);
  }

  static concat(blobs: readonly Blob[]): Blob {
    return new Blob(blobs.flatMap((blob) => blob.#pieces));
  }

  /** The bytes from `from` up to, and without, `to`. */
  async *read(from = 0, to = this.size): AsyncGenerator<Uint8Array> {
    let start = 0;
    for (const piece of this.#pieces) {
      const first = Math.max(from - start, 0);
      const last = Math.min(to - start, piece.size);
      if (first < last) yield* piece.read(first, last);
      start += piece.size;
    }
  }

  bytes(): Promise<Buffer> {
    return buffer(this.read());
  }

  /** Reads the bytes once for each algorithm and remembers the result. */
  digest(algorithm: DigestAlgorithm): Promise<Buffer> {
    const known = this.#digests.get(algorithm) ?? this.#compute(algorithm);
    this.#digests.set(algorithm, known);
    return known;
  }

  async #compute(algorithm: DigestAlgorithm): Promise<Buffer> {
    if (algorithm === "crc32") {
      let sum = 0;
      for await (const chunk of this.read()) sum = crc32(chunk, sum);
      const bytes = Buffer.alloc(4);
      bytes.writeUInt32BE(sum);
      return bytes;
    }
    const hash = createHash(algorithm);
    for await (const chunk of this.read()) hash.update(chunk);
    return hash.digest();
  }
}

/** Takes a stream in whole and gives it back as a blob. A stream that throws leaves nothing. */
export type BlobStore = (body: AsyncIterable<Uint8Array>) => Promise<Blob>;

/** Keeps everything in memory. */
export const memoryBlobs: BlobStore = async (body) => {
  const pieces: Piece[] = [];
  for await (const chunk of body) {
    pieces.push({ size: chunk.length, read: (from, to) => [chunk.subarray(from, to)] });
  }
  return new Blob(pieces);
};

/** Keeps everything in `folder`, one file for each body. */
export function diskBlobs(folder: string): BlobStore {
  let count = 0;
  return async (body) => {
    count += 1;
    const path = join(folder, String(count));
    const file = await open(path, "wx");
    let size = 0;
    try {
      for await (const chunk of body) {
        await file.writeFile(chunk);
        size += chunk.length;
      }
    } finally {
      await file.close();
    }
    const read = (from: number, to: number) => createReadStream(path, { start: from, end: to - 1 });
    return new Blob([{ size, read }]);
  };
}
