/** Writes bytes as base64 in lines of 76 characters, as e-mails have attachments (RFC 2045, 6.8). */

/** Bytes of a line before and after, and of what ends it. */
const LINE = 57;
const ENCODED = 76;
const END = 2;
const CRLF = 0x0d0a;
/** Lines that are written at once. */
const LINES = 1_024;

/**
 * In bounded memory; no line end follows the last line.
 * @param body each piece of it is done with before the next is asked for
 * @returns pieces that hold until the next is asked for
 */
export async function* base64Lines(body: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  const begun = Buffer.allocUnsafe(LINES * LINE);
  const writer = new LineWriter();
  let filled = 0;
  for await (const chunk of body) {
    for (let taken = 0; taken < chunk.byteLength; ) {
      const some = chunk.subarray(taken, taken + begun.length - filled);
      begun.set(some, filled);
      filled += some.byteLength;
      taken += some.byteLength;
      if (filled < begun.length) continue;
      yield writer.lines(begun);
      filled = 0;
    }
  }
  if (filled > 0) yield writer.lines(begun.subarray(0, filled));
}

/** Writes whole lines, and what ends a line before each but the very first. */
class LineWriter {
  readonly #plain = Buffer.allocUnsafe(LINES * ENCODED);
  readonly #lines = Buffer.allocUnsafe(LINES * (ENCODED + END));
  #isFirst = true;

  /** @param bytes of whole lines, but at the end of all */
  lines(bytes: Buffer): Uint8Array {
    const length = this.#plain.write(bytes.toString("base64"), "latin1");
    let at = 0;
    for (let start = 0; start < length; start += ENCODED) {
      if (!this.#isFirst) at = this.#lines.writeUInt16BE(CRLF, at);
      this.#isFirst = false;
      at += this.#plain.copy(this.#lines, at, start, Math.min(start + ENCODED, length));
    }
    return this.#lines.subarray(0, at);
  }
}
