/** Buffers that the uploads of this process share, so that their number, and not that of the uploads, bounds the memory. */

/**
 * Each upload has one buffer of a part of its own, so that none waits for another. These let it read on while parts are
 * on their way: a single upload has two under way while it reads the third.
 */
const SHARED = 2;
let left = SHARED;

/** What one upload has of them. */
export class SharedBuffers {
  #taken = 0;

  /** A new buffer of `size` bytes; undefined when all are taken. */
  take(size: number): Buffer | undefined {
    if (left === 0) return undefined;
    left -= 1;
    this.#taken += 1;
    return Buffer.allocUnsafeSlow(size);
  }

  /** Lets others have them; the upload is over. */
  giveBack(): void {
    left += this.#taken;
    this.#taken = 0;
  }
}
