/** Puts a long file onto the disk while it is being written, so that little is left to wait for at its end. */
import type { FileHandle } from "node:fs/promises";

/** Bytes that are written before the disk is asked to take them. */
const SIZE = 64 * 1024 * 1024;

export class EarlySync {
  readonly #handle: FileHandle;
  #waiting = 0;
  #syncing = Promise.resolve();

  constructor(handle: FileHandle) {
    this.#handle = handle;
  }

  /** Call it after each write. @throws what the disk says of what was written before */
  async wrote(bytes: number): Promise<void> {
    this.#waiting += bytes;
    if (this.#waiting < SIZE) return;
    await this.#syncing;
    this.#waiting = 0;
    this.#syncing = this.#handle.datasync();
    // Whoever awaits it gets its error; a writer that fails before does not.
    this.#syncing.catch(() => {});
  }

  /** All of it is on the disk when this returns. */
  async end(): Promise<void> {
    await this.#syncing;
    await this.#handle.sync();
  }
}
