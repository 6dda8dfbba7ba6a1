/** The body of an answer as it comes off the wire, pulled by its reader, who is given what is there without waiting. */
import type { Dispatcher } from "undici";

/** Bytes that may wait for the reader; then the connection is paused. */
const MOST_WAITING = 256 * 1024;

/** A body that is pulled by one reader. When more than 256 KiB wait for the reader, the connection is paused. */
export class WireBody implements AsyncIterable<Uint8Array> {
  readonly #controller: Dispatcher.DispatchController;
  #chunks: Uint8Array[] = [];
  #waiting = 0;
  #ended = false;
  #error: Error | undefined;
  #wake: (() => void) | undefined;

  constructor(controller: Dispatcher.DispatchController) {
    this.#controller = controller;
  }

  /** The next bytes if some are here; undefined when one must wait, when it is over and when it failed. */
  take(): Uint8Array | undefined {
    const chunk = this.#chunks.shift();
    if (chunk === undefined) return undefined;
    this.#waiting -= chunk.byteLength;
    if (this.#controller.paused && this.#waiting < MOST_WAITING / 2) this.#controller.resume();
    return chunk;
  }

  /** Waits until there is something to take (true), or all is over (false). @throws what broke the connection */
  async more(): Promise<boolean> {
    while (this.#chunks.length === 0) {
      if (this.#error !== undefined) throw this.#error;
      if (this.#ended) return false;
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    }
    return true;
  }

  /** Leaving the loop closes the connection. */
  async *[Symbol.asyncIterator](): AsyncGenerator<Uint8Array, void, undefined> {
    try {
      for (;;) {
        const chunk = this.take();
        if (chunk !== undefined) yield chunk;
        else if (!(await this.more())) return;
      }
    } finally {
      this.destroy();
    }
  }

  /** Closes the connection unless the body has come whole; what waits is dropped. */
  destroy(): void {
    if (!this.#ended && this.#error === undefined) this.#controller.abort(new Error("closed"));
    this.#chunks = [];
  }

  /** The three ways in which the connection goes on. */
  arrived(chunk: Uint8Array): void {
    this.#chunks.push(chunk);
    this.#waiting += chunk.byteLength;
    if (this.#waiting >= MOST_WAITING) this.#controller.pause();
    this.#wake?.();
  }

  ended(): void {
    this.#ended = true;
    this.#wake?.();
  }

  failed(error: Error): void {
    this.#error = error;
    this.#wake?.();
  }
}
