/**
 * Merkle trees as RFC 6962 hashes them (https://www.rfc-editor.org/rfc/rfc6962#section-2.1): one root stands for all
 * leaves, and a few hashes beside one of them show that it is among them.
 */
import { hash } from "node:crypto";

const OF_LEAF = Buffer.of(0);
const OF_NODE = Buffer.of(1);

/** The hash of a leaf with these bytes. */
export function leafHash(bytes: Uint8Array): Buffer {
  return sha256(OF_LEAF, bytes);
}

/** The root over the hashes of leaves, in their order; that of no leaves is the SHA-256 of nothing. */
export function merkleRoot(leaves: readonly Buffer[]): Buffer {
  const [only] = leaves;
  if (only === undefined) return sha256();
  if (leaves.length === 1) return only;
  const left = leftOf(leaves.length);
  return nodeHash(merkleRoot(leaves.slice(0, left)), merkleRoot(leaves.slice(left)));
}

function nodeHash(left: Buffer, right: Buffer): Buffer {
  return sha256(OF_NODE, left, right);
}

/** How many leaves are on the left: the largest power of two that is less than all. */
function leftOf(size: number): number {
  return 2 ** Math.floor(Math.log2(size - 1));
}

function sha256(...parts: Uint8Array[]): Buffer {
  return hash("sha256", Buffer.concat(parts), "buffer");
}
