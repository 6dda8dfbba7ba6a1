/** Counts the calls that a verification makes, and says when they are as many as it may make. */
import type { Tree } from "../ocfl/tree.ts";

export interface Counted {
  readonly tree: Tree;
  /** Calls until now, of folders and histories one for each at least: their pages are not told apart. */
  readonly calls: () => number;
  /** Aborted at the most. */
  readonly signal: AbortSignal;
}

export function countCalls(tree: Tree, most: number): Counted {
  const over = new AbortController();
  let calls = 0;
  const counted =
    <Given extends unknown[], Result>(call: (...given: Given) => Result) =>
    (...given: Given): Result => {
      calls += 1;
      if (calls >= most) over.abort();
      return call(...given);
    };
  const { serverDigest, history } = tree;
  return {
    calls: () => calls,
    signal: over.signal,
    tree: {
      children: counted((path) => tree.children(path)),
      read: counted((path) => tree.read(path)),
      open: counted((path) => tree.open(path)),
      ...(serverDigest && { serverDigest: counted(serverDigest.bind(tree)) }),
      ...(history && { history: counted(history.bind(tree)) }),
    },
  };
}
