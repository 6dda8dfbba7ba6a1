/** Numbers and ids that look random and are the same for the same names, on every machine. */
import { createHash } from "node:crypto";

export interface Random {
  /** A whole number from 0 up to, not including, `below`. */
  integer(below: number): number;
  /** True with the given probability, 0 to 1. */
  chance(probability: number): boolean;
  pick<Item>(items: readonly Item[]): Item;
}

/** A generator (mulberry32) whose whole course is fixed by `names`. */
export function seededRandom(...names: readonly (string | number)[]): Random {
  let state = digest(names).readUInt32LE(0);

  function fraction(): number {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  }
  const integer = (below: number): number => Math.floor(fraction() * below);

  return {
    integer,
    chance: (probability) => fraction() < probability,
    pick: (items) => {
      const item = items[integer(items.length)];
      if (item === undefined) {
        throw new RangeError("cannot pick from an empty list");
      }
      return item;
    },
  };
}

/** A version 4 UUID fixed by `names`; unlike names give unlike ids. */
export function uuidOf(...names: readonly (string | number)[]): string {
  const hex = digest(names).toString("hex");
  const variant = "89ab"[Number.parseInt(hex.charAt(16), 16) % 4];
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-${variant}${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}

function digest(names: readonly (string | number)[]): Buffer {
  return createHash("sha256").update(JSON.stringify(names)).digest();
}
