/** The attachments of the ticket that is being packed, while they fit: what is made of them reads nothing a second time. */

/** Bytes. Most tickets' attachments fit; those of the others are read again. */
const ROOM = 4 * 1024 * 1024;

/** By their SHA-256, in one buffer that all tickets use in turn: one for each would cost full garbage collections. */
export class KeptAttachments {
  readonly #buffer = Buffer.allocUnsafeSlow(ROOM);
  readonly #kept = new Map<string, Uint8Array>();
  #filled = 0;

  /** Makes room for the next ticket. */
  clear(): void {
    this.#kept.clear();
    this.#filled = 0;
  }

  /**
   * The same bytes, kept if they come to their end and fit.
   * @param sha256 what the reader of the bytes sees to that they have
   */
  async *keeping(sha256: string, body: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
    const start = this.#filled;
    let end = start;
    for await (const chunk of body) {
      if (end + chunk.byteLength <= ROOM) this.#buffer.set(chunk, end);
      end += chunk.byteLength;
      yield chunk;
    }
    if (end > ROOM) return;
    this.#kept.set(sha256, this.#buffer.subarray(start, end));
    this.#filled = end;
  }

  get(sha256: string): Uint8Array | undefined {
    return this.#kept.get(sha256);
  }
}
