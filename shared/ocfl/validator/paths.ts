/** The rules on paths inside inventories: content paths and logical paths. */

/** Which of the two common rules a path breaks. */
export interface PathProblems {
  /** It begins or ends with `/`. */
  readonly slashAtEnd: boolean;
  /** It has an element that is empty, `.` or `..`. */
  readonly badElement: boolean;
}

const BAD_ELEMENT = /(?:^|\/)\.{0,2}(?:\/|$)/;

/** The rules that a content path or a logical path breaks. */
export function pathProblems(path: string): PathProblems {
  const inner = path.slice(
    path.startsWith("/") ? 1 : 0,
    path.length > 1 && path.endsWith("/") ? -1 : undefined,
  );
  return {
    slashAtEnd: path.startsWith("/") || path.endsWith("/"),
    badElement: path !== "/" && BAD_ELEMENT.test(inner),
  };
}

/** A file's path that is also a folder in another path. */
export interface PathConflict {
  readonly file: string;
  readonly below: string;
}

/** The paths that appear as the initial part of another, each with one example. O(n log n) whatever the paths hold. */
export function pathConflicts(paths: Iterable<string>): PathConflict[] {
  const sorted = [...paths].sort();
  const conflicts: PathConflict[] = [];
  for (const file of sorted) {
    const below = firstFrom(sorted, `${file}/`);
    if (below?.startsWith(`${file}/`) === true) conflicts.push({ file, below });
  }
  return conflicts;
}

/** The first of the sorted texts that is not before `start`. */
function firstFrom(sorted: readonly string[], start: string): string | undefined {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((sorted[middle] ?? "") < start) low = middle + 1;
    else high = middle;
  }
  return sorted[low];
}
