/** Takes bytes from one who writes, and gives them to one who reads in pieces of 1 MiB; the two work at the same time. */

const SIZE = 1024 * 1024;

/** Two buffers, used in turn: while one is read the other is filled. */
export class Pieces {
  #filling = Buffer.allocUnsafeSlow(SIZE);
  #spare = Buffer.allocUnsafeSlow(SIZE);
  #filled = 0;
  /** What the reader waits for: a piece, undefined at the end. */
  #next = Promise.withResolvers<Uint8Array | undefined>();
  /** Settled when the reader asks for the next piece: it is done with the one before. */
  #asked = Promise.withResolvers<void>();
  readonly #left = new AbortController();

  /** Comes back when the bytes are copied. @throws AbortError when the reader is gone */
  async write(bytes: Uint8Array): Promise<void> {
    this.#left.signal.throwIfAborted();
    for (let taken = 0; taken < bytes.byteLength; ) {
      const some = bytes.subarray(taken, taken + SIZE - this.#filled);
      this.#filling.set(some, this.#filled);
      this.#filled += some.byteLength;
      taken += some.byteLength;
      if (this.#filled === SIZE) await this.#handOver();
    }
  }

  /** Nothing is written after it. */
  async end(): Promise<void> {
    if (this.#filled > 0) await this.#handOver();
    this.#next.resolve(undefined);
  }

  /** The reader gets the error. */
  fail(error: unknown): void {
    // It may be gone.
    this.#next.promise.catch(() => {});
    this.#next.reject(error);
  }

  /** A piece holds until the next is asked for. A reader that leaves stops the writer at its next bytes. */
  async *read(): AsyncGenerator<Uint8Array> {
    try {
      for (;;) {
        this.#asked.resolve();
        const piece = await this.#next.promise;
        if (piece === undefined) return;
        this.#next = Promise.withResolvers();
        yield piece;
      }
    } finally {
      this.#left.abort();
      this.#asked.resolve();
    }
  }

  async #handOver(): Promise<void> {
    await this.#asked.promise;
    this.#left.signal.throwIfAborted();
    this.#asked = Promise.withResolvers();
    const piece = this.#filling.subarray(0, this.#filled);
    [this.#filling, this.#spare] = [this.#spare, this.#filling];
    this.#filled = 0;
    this.#next.resolve(piece);
  }
}
