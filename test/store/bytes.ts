/** Bytes for tests of stores: made anew whenever they are wanted, the same ones for the same size and seed. */
import { createHash } from "node:crypto";

const CHUNK = 1024 ** 2;

/** `size` bytes in chunks of at most 1 MiB, each chunk unlike the others. */
export async function* patternStream(size: number, seed = 0): AsyncGenerator<Buffer> {
  for (let from = 0; from < size; from += CHUNK) {
    const chunk = Buffer.alloc(Math.min(CHUNK, size - from), `${seed}:${from} `);
    yield chunk;
  }
}

/** The same bytes as one piece. */
export async function patternBytes(size: number, seed = 0): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of patternStream(size, seed)) chunks.push(chunk);
  return Buffer.concat(chunks);
}

export interface Fingerprint {
  readonly size: number;
  /** Lower-case hex. */
  readonly sha256: string;
}

/** Counts and hashes a stream without keeping it. */
export async function fingerprint(stream: AsyncIterable<Uint8Array>): Promise<Fingerprint> {
  const hash = createHash("sha256");
  let size = 0;
  for await (const chunk of stream) {
    hash.update(chunk);
    size += chunk.byteLength;
  }
  return { size, sha256: hash.digest("hex") };
}

/** `bytes` cut into chunks of these lengths, over and over. */
export async function* cut(bytes: Uint8Array, lengths: readonly number[]): AsyncGenerator<Uint8Array> {
  for (let from = 0, turn = 0; from < bytes.byteLength; turn += 1) {
    const length = lengths[turn % lengths.length] ?? 1;
    yield bytes.subarray(from, from + length);
    from += length;
  }
}
