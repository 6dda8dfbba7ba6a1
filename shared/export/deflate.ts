/** Packs bytes by deflate (RFC 1951): compressed, or as they are in stored blocks, which costs no more than copying. */
import { pipeline, Readable } from "node:stream";
import { createDeflateRaw, deflateRawSync } from "node:zlib";
import type { Body } from "../store/object-store.ts";

/** Bodies up to this are packed at once: a stream of its own takes 300 KB. Bytes. */
const SMALL = 64 * 1024;

/** What the body throws, its reader gets; a reader that leaves closes the body. */
export async function* deflated(body: Body): AsyncGenerator<Uint8Array> {
  if (body instanceof Uint8Array && body.byteLength <= SMALL) return yield deflateRawSync(body);
  const packer = createDeflateRaw({ chunkSize: SMALL });
  // Errors go to the packer, which gives them to its reader.
  pipeline(Readable.from(body instanceof Uint8Array ? [body] : body), packer, () => {});
  yield* packer;
}

/** The most that a stored block takes, and what stands before each: whether it is the last, its length twice. Bytes. */
const BLOCK = 65_535;
const HEADER = 5;
/** Blocks that are given at once. */
const TOGETHER = 4;

/** The same blocks for the same bytes, in whatever pieces they come. */
export async function* inStoredBlocks(body: Body): AsyncGenerator<Uint8Array> {
  let blocks = Buffer.allocUnsafe(TOGETHER * (HEADER + BLOCK));
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
      blocks = Buffer.allocUnsafe(TOGETHER * (HEADER + BLOCK));
      start = 0;
    }
  }
  endBlock(true);
  yield blocks.subarray(0, start);
}
