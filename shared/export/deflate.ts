/** Packs bytes by deflate (RFC 1951): compressed, or as they are in stored blocks, which costs no more than copying. */
import { pipeline, Readable } from "node:stream";
import { createDeflateRaw, deflateRawSync } from "node:zlib";
import type { Body } from "../store/object-store.ts";

/** Bodies up to this are packed at once: a stream of its own takes 300 KB, and longer. Bytes. */
const SMALL = 256 * 1024;
/** Bytes that a stream gives at once. */
const CHUNK = 64 * 1024;
/** Bytes that zlib wants at least, and what it would take by itself. */
const [LEAST_ROOM, MOST_ROOM] = [64, 16 * 1024];

/** What the body throws, its reader gets; a reader that leaves closes the body. */
export async function* deflated(body: Body): AsyncGenerator<Uint8Array> {
  const pieces = copies(body);
  const begun: Uint8Array[] = [];
  let size = 0;
  for (;;) {
    const { done, value } = await pieces.next();
    if (done === true) return yield packedAtOnce(begun, size);
    begun.push(value);
    size += value.byteLength;
    if (size > SMALL) break;
  }
  const packer = createDeflateRaw({ chunkSize: CHUNK });
  // Errors go to the packer, which gives them to its reader.
  pipeline(Readable.from(together(begun, pieces)), packer, () => {});
  yield* packer;
}

/** Zlib gets no more room than the result of a small body can take: 16 KB for each of many would soon be 100 MB of garbage. */
function packedAtOnce(pieces: readonly Uint8Array[], size: number): Uint8Array {
  const [first] = pieces;
  const whole = first !== undefined && pieces.length === 1 ? first : Buffer.concat(pieces);
  return deflateRawSync(whole, { chunkSize: Math.min(size + LEAST_ROOM, MOST_ROOM) });
}

/** A piece of a body holds until the next is asked for. */
async function* copies(body: Body): AsyncGenerator<Uint8Array> {
  if (body instanceof Uint8Array) return yield body;
  for await (const chunk of body) yield Buffer.from(chunk);
}

async function* together(
  first: readonly Uint8Array[],
  then: AsyncIterable<Uint8Array>,
): AsyncGenerator<Uint8Array> {
  yield* first;
  yield* then;
}

/** The most that a stored block takes, and what stands before each: whether it is the last, its length twice. Bytes. */
const BLOCK = 65_535;
const HEADER = 5;
/** Blocks that are given at once. */
const TOGETHER = 4;

/** Room for the blocks that `inStoredBlocks` gives at once. */
export function storedBlocks(): Buffer {
  return Buffer.allocUnsafeSlow(TOGETHER * (HEADER + BLOCK));
}

/**
 * The same blocks for the same bytes, in whatever pieces they come.
 * @param blocks what it gives stands in them, and holds until more is asked for
 */
export async function* inStoredBlocks(body: Body, blocks: Buffer): AsyncGenerator<Uint8Array> {
  let start = 0;
  let filled = 0;
  const endBlock = (isLast: boolean): void => {
    blocks[start] = isLast ? 1 : 0;
    blocks.writeUInt16LE(filled, start + 1);
    blocks.writeUInt16LE(BLOCK - filled, start + 3);
    start += HEADER + filled;
    filled = 0;
  };
  for await (const chunk of body instanceof Uint8Array ? [body] : body) {
    for (let taken = 0; taken < chunk.byteLength; ) {
      const some = chunk.subarray(taken, taken + BLOCK - filled);
      blocks.set(some, start + HEADER + filled);
      filled += some.byteLength;
      taken += some.byteLength;
      if (filled < BLOCK) continue;
      endBlock(false);
      if (start < blocks.length) continue;
      yield blocks;
      start = 0;
    }
  }
  endBlock(true);
  yield blocks.subarray(0, start);
}
