/**
 * Inclusion proofs: for each of some sealed files the audit path from its line in a list to the root of a checkpoint, as lines
 * that a shell can follow. `left` and `right` say on which side a hash stands; `list` is where a list's root becomes a leaf.
 */
import {
  type Checkpoint,
  lineOf,
  linesOf,
  listBytes,
  type SealedList,
  treeOfLines,
  treeOfLists,
} from "./checkpoint.ts";
import type { SealedFile } from "./entry-content.ts";
import { leafHash, rootAbove, type Step } from "./merkle.ts";

const NEWLINE = 10;
const STEP = /^(left|right) ([0-9a-f]{64})$/;
const LINE = /^([0-9a-f]{64}) {2}(archive\/.+)$/;
const ROOT = /^root ([0-9a-f]{64})$/;

/** Gives the lines of a file's proof; undefined for a file that is not in the list, or with other bytes. */
export type Prover = (file: SealedFile) => string | undefined;

/** Proves files of any of a checkpoint's lists. @param files digests by keys, of the list */
export function proversOf({
  lists,
  root,
}: Checkpoint): (list: SealedList, files: ReadonlyMap<string, string>) => Prover {
  const top = treeOfLists(lists);
  return (list, files) => {
    const lines = linesOf(listBytes(files));
    const tree = treeOfLines(lines);
    const above = [...top.path(lists.indexOf(list)).map(wordsOf), `root ${root}`];
    return ({ key, sha256 }) => {
      const index = lines.indexOf(lineOf(key, sha256));
      if (index < 0) return undefined;
      const proof = [lineOf(key, sha256), ...tree.path(index).map(wordsOf), "list", ...above];
      return proof.map((line) => `${line}\n`).join("");
    };
  };
}

/** A file and the root that its audit path leads to. */
export interface Proven extends SealedFile {
  readonly root: string;
}

/** Follows proofs; undefined where a line is none of a proof, or a path ends at another root than it says. */
export function followProofs(bytes: Uint8Array): Proven[] | undefined {
  const proven: Proven[] = [];
  let at: (SealedFile & { readonly hash: Buffer }) | undefined;
  for (const line of linesOf(bytes)) {
    const [, sha256, key] = LINE.exec(line) ?? [];
    const step = stepOf(line);
    const [, root] = ROOT.exec(line) ?? [];
    if (at === undefined && key !== undefined && sha256 !== undefined)
      at = { key, sha256, hash: leafHash(Buffer.from(line)) };
    else if (at !== undefined && step !== undefined) at = { ...at, hash: rootAbove(at.hash, [step]) };
    else if (at !== undefined && line === "list") at = { ...at, hash: leafHash(at.hash) };
    else if (at !== undefined && root === at.hash.toString("hex")) {
      proven.push({ key: at.key, sha256: at.sha256, root });
      at = undefined;
    } else return undefined;
  }
  return at === undefined && [undefined, NEWLINE].includes(bytes.at(-1)) ? proven : undefined;
}

function wordsOf({ side, hash }: Step): string {
  return `${side} ${hash.toString("hex")}`;
}

function stepOf(line: string): Step | undefined {
  const [, side, hash = ""] = STEP.exec(line) ?? [];
  return side === "left" || side === "right" ? { side, hash: Buffer.from(hash, "hex") } : undefined;
}
