/** Merkle trees: the roots and audit paths that Certificate Transparency's own tests have. */
import { describe, expect, it } from "vitest";
import { leafHash, MerkleTree, rootAbove } from "../../shared/ledger/merkle.ts";

/** The leaves and roots of the tests of google/certificate-transparency (`merkle_tree_test.cc`). */
const LEAVES = [
  "",
  "00",
  "10",
  "2021",
  "3031",
  "40414243",
  "5051525354555657",
  "606162636465666768696a6b6c6d6e6f",
];
const ROOTS = [
  "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
  "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
  "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
  "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
  "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
  "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
  "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
  "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
  "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
];
const hashes = LEAVES.map((leaf) => leafHash(Buffer.from(leaf, "hex")));
const SIZES = ROOTS.map((root, size) => [size, root] as const);

describe("a Merkle tree", () => {
  it.each(SIZES)("of %i leaves has the root of RFC 6962", (size, root) => {
    expect(new MerkleTree(hashes.slice(0, size)).root.toString("hex")).toBe(root);
  });

  it.each(SIZES)("of %i leaves is reached from each of them by its path, and by no other's", (size, root) => {
    const leaves = hashes.slice(0, size);
    const tree = new MerkleTree(leaves);
    for (const [index, leaf] of leaves.entries()) {
      expect(rootAbove(leaf, tree.path(index)).toString("hex")).toBe(root);
      for (const other of leaves.filter((each) => each !== leaf))
        expect(rootAbove(other, tree.path(index)).toString("hex")).not.toBe(root);
    }
  });

  // PATH(m, D[n]) of RFC 6962, 2.1.3: the example tree of seven leaves.
  it("has the audit paths of RFC 6962's example", () => {
    const tree = new MerkleTree(hashes.slice(0, 7));
    expect([0, 3, 4, 6].map((index) => tree.path(index).map(({ side }) => side))).toEqual([
      ["right", "right", "right"],
      ["left", "left", "right"],
      ["right", "right", "left"],
      ["left", "left"],
    ]);
  });
});
