/** The buffers into which uploads read their parts, few enough for the memory of a small process. */

/** Buffers of one upload: two parts are on their way while it reads the third. */
const MOST_OF_ONE = 3;
/** Buffers of all uploads of this process, but that each has one, so that none waits for another. */
const MOST_OF_ALL = 8;

let takenByAll = 0;

/** The buffers of one upload; call `giveBack` when it is over. */
export class PartBuffers {
  #taken = 0;

  /** The first buffer, of `size` bytes. */
  first(size: number): Buffer {
    this.#taken += 1;
    takenByAll += 1;
    return Buffer.allocUnsafeSlow(size);
  }

  /** One more; undefined when this upload or all have enough. */
  another(size: number): Buffer | undefined {
    return this.#taken < MOST_OF_ONE && takenByAll < MOST_OF_ALL ? this.first(size) : undefined;
  }

  /** The upload is over. */
  giveBack(): void {
    takenByAll -= this.#taken;
    this.#taken = 0;
  }
}
