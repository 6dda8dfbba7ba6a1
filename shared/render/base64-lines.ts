/** Writes bytes as base64 in lines of 76 characters, as e-mails have attachments (RFC 2045, 6.8). */

/** Bytes of a line, and characters of it with its end. */
const LINE = 57;
const ENCODED = 76;
const WITH_END = ENCODED + 2;
/** Lines that are written at once. */
const LINES = 1_024;

/** The two characters of each 12 bits, and what ends a line, as they lie in memory. */
const PAIRS = new Uint16Array(4_096);
const END = new Uint16Array(1);
const SIGNS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
const pairBytes = Buffer.from(PAIRS.buffer);
for (let bits = 0; bits < PAIRS.length; bits += 1) {
  pairBytes.write(SIGNS.charAt(bits >> 6) + SIGNS.charAt(bits & 63), bits * 2, "latin1");
}
Buffer.from(END.buffer).write("\r\n", "latin1");

/** What a body is written with. */
class Space {
  readonly begun = Buffer.allocUnsafeSlow(LINES * LINE);
  readonly lines = new Uint16Array((LINES * WITH_END) / 2);
  readonly written = Buffer.from(this.lines.buffer);
}

/** Spaces are used again: new ones for each body would cost full garbage collections. */
const MOST_SPARE = 2;
const spare: Space[] = [];

/**
 * In bounded memory, and without a string of it all, which would be most of what such an export leaves to the garbage
 * collector. No line end follows the last line.
 * @param body each piece of it is done with before the next is asked for
 * @returns pieces that hold until the next is asked for
 */
export async function* base64Lines(
  body: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
): AsyncGenerator<Uint8Array> {
  const space = spare.pop() ?? new Space();
  const { begun, lines, written } = space;
  let filled = 0;
  try {
    // A whole line waits for what follows it: nothing may.
    for await (const chunk of body) {
      for (let taken = 0; taken < chunk.byteLength; ) {
        if (filled === begun.length) {
          writeLines(begun, lines);
          yield written;
          filled = 0;
        }
        const some = chunk.subarray(taken, taken + begun.length - filled);
        begun.set(some, filled);
        filled += some.byteLength;
        taken += some.byteLength;
      }
    }
    if (filled > 0) yield lastLines(begun.subarray(0, filled), space);
  } finally {
    if (spare.length < MOST_SPARE) spare.push(space);
  }
}

/** @param bytes of whole lines */
function writeLines(bytes: Uint8Array, lines: Uint16Array): void {
  let at = 0;
  for (let from = 0; from < bytes.length; ) {
    for (const end = from + LINE; from < end; from += 3) {
      const bits = ((bytes[from] ?? 0) << 16) | ((bytes[from + 1] ?? 0) << 8) | (bytes[from + 2] ?? 0);
      lines[at] = PAIRS[bits >> 12] ?? 0;
      lines[at + 1] = PAIRS[bits & 4_095] ?? 0;
      at += 2;
    }
    lines[at] = END[0] ?? 0;
    at += 1;
  }
}

/** All but the last line, which may be shorter, by the quick way. */
function lastLines(bytes: Buffer, { lines, written }: Space): Uint8Array {
  const whole = Math.floor((bytes.length - 1) / LINE);
  writeLines(bytes.subarray(0, whole * LINE), lines);
  const end = whole * WITH_END;
  return written.subarray(0, end + written.write(bytes.toString("base64", whole * LINE), end));
}
