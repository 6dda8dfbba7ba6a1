/** PNG images of an exact size in bytes: a striped card that says SPECIMEN, made without a compressor. */
import { createHash } from "node:crypto";
import { crc32 } from "node:zlib";
import { fillerBytes } from "./filler.ts";

const SIGNATURE = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
const WORD = "SPECIMEN";
/** The rows of each letter, 5 pixels wide, as the bits of a number. */
const LETTERS: Readonly<Record<string, readonly number[]>> = {
  S: [15, 16, 16, 14, 1, 1, 30],
  P: [30, 17, 17, 30, 16, 16, 16],
  E: [31, 16, 16, 30, 16, 16, 31],
  C: [14, 17, 16, 16, 16, 17, 14],
  I: [14, 4, 4, 4, 4, 4, 14],
  M: [17, 27, 21, 21, 17, 17, 17],
  N: [17, 25, 21, 19, 17, 17, 17],
};
/** Pixels of the card at scale 1, and of one dot of a letter. */
const WIDTH = 240;
const HEIGHT = 120;
const DOT = 4;
/** Largest padding in one chunk; PNG allows 2^31 - 1. */
const LARGEST_CHUNK = 2 ** 30;
const CHUNK_FRAME = 12;

/** Bytes below which no image of ours fits. */
export const SMALLEST_PNG = 8192;

/**
 * An image of exactly `size` bytes (at least `SMALLEST_PNG`). What the picture leaves free is filled by private
 * ancillary chunks (`fiLl`), which viewers skip. Pixel data stands in stored deflate blocks, because the output of a
 * compressor differs between zlib versions and processors.
 */
export function* pngFile(name: string, size: number): Generator<Uint8Array, void> {
  const scale = Math.max(1, Math.min(4, Math.floor(Math.sqrt(size / 12_000))));
  const head = Buffer.concat([
    SIGNATURE,
    chunk("IHDR", imageHeader(WIDTH * scale, HEIGHT * scale)),
    chunk("PLTE", palette(name)),
    chunk("IDAT", storedDeflate(scanlines(scale))),
  ]);
  const end = chunk("IEND", Buffer.alloc(0));
  yield head;
  yield* padding(name, size - head.length - end.length);
  yield end;
}

function* padding(name: string, size: number): Generator<Uint8Array, void> {
  const chunks = Math.ceil(size / LARGEST_CHUNK);
  for (let n = 0; n < chunks; n++) {
    const share = Math.floor((size * (n + 1)) / chunks) - Math.floor((size * n) / chunks);
    const type = Buffer.from("fiLl", "latin1");
    let checksum = crc32(type);
    yield Buffer.concat([uint32(share - CHUNK_FRAME), type]);
    for (const piece of fillerBytes(`${name} ${n}`, share - CHUNK_FRAME)) {
      checksum = crc32(piece, checksum);
      yield piece;
    }
    yield uint32(checksum);
  }
}

function chunk(type: string, data: Buffer): Buffer {
  const typed = Buffer.concat([Buffer.from(type, "latin1"), data]);
  return Buffer.concat([uint32(data.length), typed, uint32(crc32(typed))]);
}

/** Two bits per pixel, indexed colour, no interlace. */
function imageHeader(width: number, height: number): Buffer {
  return Buffer.concat([uint32(width), uint32(height), Buffer.from([2, 3, 0, 0, 0])]);
}

/** Paper, stripe, border and ink; the stripe's colour comes from the name. */
function palette(name: string): Buffer {
  const [red = 0, green = 0, blue = 0] = createHash("sha256").update(name).digest();
  const light = [red, green, blue].map((value) => 180 + (value % 64));
  return Buffer.from([255, 255, 255, ...light, 90, 90, 90, 30, 30, 60]);
}

function scanlines(scale: number): Buffer {
  const rows: Buffer[] = [];
  for (let y = 0; y < HEIGHT; y++) {
    const row = Buffer.alloc(1 + (WIDTH * scale) / 4);
    for (let x = 0; x < WIDTH * scale; x++) {
      const at = 1 + (x >> 2);
      row.writeUInt8(row.readUInt8(at) | (colourAt(Math.floor(x / scale), y) << (6 - 2 * (x & 3))), at);
    }
    rows.push(...new Array<Buffer>(scale).fill(row));
  }
  return Buffer.concat(rows);
}

/** The index in the palette of a pixel of the card at scale 1. */
function colourAt(x: number, y: number): number {
  if (x < 3 || y < 3 || x >= WIDTH - 3 || y >= HEIGHT - 3) {
    return 2;
  }
  const column = Math.floor((x - 24) / DOT);
  const row = Math.floor((y - 46) / DOT);
  const bits = LETTERS[WORD.charAt(Math.floor(column / 6))]?.[row] ?? 0;
  if (column >= 0 && column % 6 < 5 && (bits >> (4 - (column % 6))) & 1) {
    return 3;
  }
  return (x + y) % 24 < 8 ? 1 : 0;
}

/** A zlib stream (RFC 1950) of stored blocks (RFC 1951, 3.2.4). */
function storedDeflate(data: Buffer): Buffer {
  const parts: Buffer[] = [Buffer.from([0x78, 0x01])];
  for (let at = 0; at < data.length; at += 0xffff) {
    const block = data.subarray(at, at + 0xffff);
    const head = Buffer.alloc(5);
    head.writeUInt8(at + block.length === data.length ? 1 : 0, 0);
    head.writeUInt16LE(block.length, 1);
    head.writeUInt16LE(~block.length & 0xffff, 3);
    parts.push(head, block);
  }
  return Buffer.concat([...parts, uint32(adler32(data))]);
}

function adler32(data: Buffer): number {
  let low = 1;
  let high = 0;
  for (const byte of data) {
    low = (low + byte) % 65_521;
    high = (high + low) % 65_521;
  }
  return high * 65_536 + low;
}

function uint32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value);
  return bytes;
}
