/** The bytes of our zips around the packed files. They follow from names, sizes, CRC-32s and places: a zip has one form. */

/** A file in a zip. */
export interface ZipEntry {
  /** UTF-8, `/` between the names. */
  readonly path: string;
  /** Bytes of the file. */
  readonly size: number;
  /** Bytes that it takes as packed. */
  readonly packed: number;
  readonly crc32: number;
  /** Where its local header begins. */
  readonly offset: number;
}

/** Versions that APPNOTE.TXT asks of a reader: 2.0 for deflate, 4.5 for ZIP64. */
const [PLAIN, LARGE] = [20, 45];
const MADE_BY = 0x0300 + LARGE;
const REGULAR_FILE = 0o100644;
/** Bit 3: sizes and CRC-32 stand behind the data; bit 11: the name is UTF-8. */
const FLAGS = 0x0808;
const DEFLATE = 8;
/** The first moment that zips know: times would make the same files another zip. */
const [TIME, DATE] = [0, 0x0021];
const [MAX16, MAX32] = [0xffff, 0xffffffff];

/** What stands before the data. */
export function localHeader(path: string): Buffer {
  const name = Buffer.from(path);
  const unknown: Field[] = [u32(0), u32(0), u32(0)];
  return record([u32(0x04034b50), u16(PLAIN), ...METHOD, ...unknown, u16(name.length), u16(0), name]);
}

/** What stands behind the data; sizes have eight bytes where four do not suffice. */
export function dataDescriptor({ crc32, packed, size }: Pick<ZipEntry, "crc32" | "packed" | "size">): Buffer {
  const sizes = Math.max(packed, size) >= MAX32 ? [u64(packed), u64(size)] : [u32(packed), u32(size)];
  return record([u32(0x08074b50), u32(crc32), ...sizes]);
}

/** All that follows the last file: the directory, in the order of the files, and its end. @param offset where it begins */
export function* zipEnd(entries: readonly ZipEntry[], offset: number): Generator<Buffer> {
  let size = 0;
  for (const entry of entries) {
    const header = directoryHeader(entry);
    size += header.length;
    yield header;
  }
  const count = entries.length;
  if (count >= MAX16 || size >= MAX32 || offset >= MAX32) yield largeEnd(count, size, offset);
  const counts = [u16(Math.min(count, MAX16)), u16(Math.min(count, MAX16))];
  const place = [u32(Math.min(size, MAX32)), u32(Math.min(offset, MAX32))];
  yield record([u32(0x06054b50), u16(0), u16(0), ...counts, ...place, u16(0)]);
}

function directoryHeader({ path, size, packed, crc32, offset }: ZipEntry): Buffer {
  const name = Buffer.from(path);
  const large = [size, packed, offset].filter((value) => value >= MAX32);
  const extra = large.length === 0 ? [] : [u16(1), u16(8 * large.length), ...large.map(u64)];
  const lengths = [u16(name.length), u16(extra.length === 0 ? 0 : 4 + 8 * large.length), u16(0)];
  return record([
    ...[u32(0x02014b50), u16(MADE_BY), u16(large.length === 0 ? PLAIN : LARGE), ...METHOD],
    ...[u32(crc32), u32(Math.min(packed, MAX32)), u32(Math.min(size, MAX32)), ...lengths],
    ...[u16(0), u16(0), u32(REGULAR_FILE * 0x10000), u32(Math.min(offset, MAX32)), name, ...extra],
  ]);
}

/** ZIP64's record and its locator. */
function largeEnd(count: number, size: number, offset: number): Buffer {
  return record([
    ...[u32(0x06064b50), u64(44), u16(MADE_BY), u16(LARGE), u32(0), u32(0)],
    ...[u64(count), u64(count), u64(size), u64(offset)],
    ...[u32(0x07064b50), u32(0), u64(offset + size), u32(1)],
  ]);
}

/** A number of so many bytes, or bytes. */
type Field = readonly [bytes: 2 | 4 | 8, value: number] | Buffer;

const u16 = (value: number): Field => [2, value];
const u32 = (value: number): Field => [4, value];
const u64 = (value: number): Field => [8, value];

const METHOD: readonly Field[] = [u16(FLAGS), u16(DEFLATE), u16(TIME), u16(DATE)];

function record(fields: readonly Field[]): Buffer {
  const length = fields.reduce((sum, field) => sum + (Buffer.isBuffer(field) ? field.length : field[0]), 0);
  const bytes = Buffer.alloc(length);
  let at = 0;
  for (const field of fields) {
    if (Buffer.isBuffer(field)) at += field.copy(bytes, at);
    else if (field[0] === 2) at = bytes.writeUInt16LE(field[1], at);
    else if (field[0] === 4) at = bytes.writeUInt32LE(field[1], at);
    else at = bytes.writeBigUInt64LE(BigInt(field[1]), at);
  }
  return bytes;
}
