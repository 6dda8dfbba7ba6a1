/** Deterministic bytes of any length, made while they are read, so that a gigabyte costs 64 KiB of memory. */
import { createHash } from "node:crypto";

const BLOCK = 65_536;

/** `size` bytes that look random and differ from block to block; the same for the same `name`. */
export function* fillerBytes(name: string, size: number): Generator<Uint8Array, void> {
  const block = createHash("shake256", { outputLength: BLOCK }).update(name).digest();
  for (let at = 0; at < size; at += BLOCK) {
    const piece = Buffer.from(block);
    piece.writeDoubleBE(at, 0);
    yield piece.subarray(0, Math.min(BLOCK, size - at));
  }
}

/** `size` bytes made by repeating `line`, the last repetition cut; for texts, so `line` is ASCII. */
export function* repeatedLine(line: string, size: number): Generator<Uint8Array, void> {
  const block = Buffer.from(line.repeat(Math.ceil(BLOCK / line.length)), "latin1");
  for (let at = 0; at < size; at += block.length) {
    yield block.subarray(0, Math.min(block.length, size - at));
  }
}
