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

/** Room for a body that `deflated` packs at once. */
export function packedAtOnce(): Buffer {
  return Buffer.allocUnsafeSlow(SMALL);
}

/**
 * What the body throws, its reader gets; a reader that leaves closes the body.
 * @param room a small body is gathered in it
 */
export async function* deflated(body: Body, room: Buffer): AsyncGenerator<Uint8Array> {
  const pieces = piecesOf(body);
  let size = 0;
  for (;;) {
    const { done, value } = await pieces.next();
    if (done === true) return yield packed(room.subarray(0, size));
    if (size + value.byteLength > room.length) {
      const begun = Buffer.concat([room.subarray(0, size), value]);
      yield* packedAsStream(begun, pieces);
      return;
    }
    room.set(value, size);
    size += value.byteLength;
  }
}

/** Zlib gets no more room than the result can take: 16 KB for each of many small bodies would soon be 100 MB of garbage. */
function packed(bytes: Uint8Array): Uint8Array {
  return deflateRawSync(bytes, { chunkSize: Math.min(bytes.byteLength + LEAST_ROOM, MOST_ROOM) });
}

async function* packedAsStream(
  begun: Uint8Array,
  rest: AsyncIterable<Uint8Array>,
): AsyncIterable<Uint8Array> {
  const packer = createDeflateRaw({ chunkSize: CHUNK });
  // Errors go to the packer, which gives them to its reader.
  pipeline(Readable.from(together(begun, rest)), packer, () => {});
  yield* packer;
}

async function* piecesOf(body: Body): AsyncGenerator<Uint8Array> {
  if (body instanceof Uint8Array) yield body;
  else yield* body;
}

/** A piece of a body holds until the next is asked for; a stream keeps several. */
async function* together(first: Uint8Array, then: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  yield first;
  for await (const piece of then) yield Buffer.from(piece);
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
