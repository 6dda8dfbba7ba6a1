/**
 * Merkle trees as RFC 6962 hashes them (https://www.rfc-editor.org/rfc/rfc6962#section-2.1): one root stands for all
 * leaves, and a few hashes beside one of them, its audit path, show that it is among them.
 */
import { hash } from "node:crypto";

const OF_LEAF = Buffer.of(0);
const OF_NODE = Buffer.of(1);

/** A hash of an audit path, and the side on which it stands. */
export interface Step {
  readonly side: "left" | "right";
  readonly hash: Buffer;
}

/** The hash of a leaf with these bytes. */
export function leafHash(bytes: Uint8Array): Buffer {
  return sha256(OF_LEAF, bytes);
}

/** The tree over the hashes of leaves, in their order. */
export class MerkleTree {
  /** From the leaves up to the root. What has no neighbour moves up as it is, which gives the trees of RFC 6962. */
  readonly #levels: readonly (readonly Buffer[])[];

  constructor(leaves: readonly Buffer[]) {
    const levels = [leaves];
    for (let level = leaves; level.length > 1; levels.push(level)) level = above(level);
    this.#levels = levels;
  }

  /** That of no leaves is the SHA-256 of nothing. */
  get root(): Buffer {
    return this.#levels.at(-1)?.[0] ?? sha256();
  }

  /** The audit path of a leaf: from beside it up to below the root. */
  path(index: number): Step[] {
    return this.#levels.flatMap((level, height) => {
      const place = Math.floor(index / 2 ** height);
      const hash = level[place % 2 === 0 ? place + 1 : place - 1];
      return hash === undefined ? [] : [{ side: place % 2 === 0 ? "right" : "left", hash }];
    });
  }
}

/** The root to which an audit path leads from the hash of a leaf. */
export function rootAbove(leaf: Buffer, path: readonly Step[]): Buffer {
  return path.reduce(
    (below, { side, hash }) => (side === "left" ? nodeHash(hash, below) : nodeHash(below, hash)),
    leaf,
  );
}

function above(level: readonly Buffer[]): Buffer[] {
  return Array.from({ length: Math.ceil(level.length / 2) }, (_, index) => {
    const [left = sha256(), right] = level.slice(2 * index, 2 * index + 2);
    return right === undefined ? left : nodeHash(left, right);
  });
}

function nodeHash(left: Buffer, right: Buffer): Buffer {
  return sha256(OF_NODE, left, right);
}

function sha256(...parts: Uint8Array[]): Buffer {
  return hash("sha256", Buffer.concat(parts), "buffer");
}
