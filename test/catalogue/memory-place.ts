/** A place in memory that honours conditions as S3 does: what others do comes between any two calls, and a writer can be killed. */
import { createHash } from "node:crypto";
import { setImmediate as turn } from "node:timers/promises";
import type { Random } from "../../cli/sandbox/random.ts";
import type { Children, ReadFile } from "../../shared/store/object-store.ts";

export class Killed extends Error {}

export class MemoryPlace {
  readonly location = "memory";
  readonly files = new Map<string, Uint8Array>();
  /** Called with what is to take the place of what; throws for what must not. */
  onWrite: (key: string, before: Uint8Array | undefined, after: Uint8Array) => Promise<void> = async () => {};
  readonly #random: Random;

  constructor(random: Random) {
    this.#random = random;
  }

  /** For one writer, which is killed before or behind one of its next writes, if it is to be. */
  as({ killed }: { readonly killed: boolean }) {
    let left = killed ? 1 + this.#random.integer(4) : Number.POSITIVE_INFINITY;
    const alive = (): void => {
      if (left <= 0) throw new Killed("killed");
    };
    const write = async <T>(act: () => Promise<T>): Promise<T> => {
      await this.others();
      alive();
      left -= 1;
      if (left <= 0 && this.#random.chance(0.5)) alive();
      const outcome = await act();
      alive();
      return outcome;
    };
    return {
      location: this.location,
      read: async (key: string): Promise<ReadFile | undefined> => {
        await this.others();
        alive();
        const bytes = this.files.get(key);
        return bytes && { bytes, tag: tagOf(bytes), held: false };
      },
      create: (key: string, bytes: Uint8Array) =>
        write(async () => {
          if (this.files.has(key)) return "exists" as const;
          await this.#put(key, bytes);
          return "created" as const;
        }),
      replace: (key: string, bytes: Uint8Array, tag: string) =>
        write(async () => {
          const there = this.files.get(key);
          if (there === undefined || tagOf(there) !== tag) return "changed" as const;
          await this.#put(key, bytes);
          return "replaced" as const;
        }),
      children: async (prefix: string): Promise<Children> => {
        const files = [...this.files.keys()].filter((key) => key.startsWith(`${prefix}/`));
        return { files, folders: [] };
      },
    };
  }

  async #put(key: string, bytes: Uint8Array): Promise<void> {
    const before = this.files.get(key);
    this.files.set(key, bytes);
    await this.onWrite(key, before, bytes);
  }

  /** Lets others go on, now and then for long. */
  async others(): Promise<void> {
    for (let turns = this.#random.integer(this.#random.chance(0.2) ? 60 : 4); turns > 0; turns -= 1)
      await turn();
  }
}

function tagOf(bytes: Uint8Array): string {
  return createHash("sha256").update(bytes).digest("hex");
}
