/** The order of conversations: by their times, then by their ids. Order in an answer means nothing. */

interface Placed {
  readonly id: string | null;
  readonly createdAt: string | null;
}

/** Conversations without a readable time stand last. */
export function byTimeThenId(a: Placed, b: Placed): number {
  return compare(a.createdAt ?? "~", b.createdAt ?? "~") || compareIds(a.id ?? "", b.id ?? "");
}

export function compare(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}

/** Numbers before other ids, by their value; other ids by their text. */
function compareIds(a: string, b: string): number {
  const [left, right] = [/^\d+$/.test(a), /^\d+$/.test(b)];
  if (left !== right) return left ? -1 : 1;
  return (left ? a.length - b.length : 0) || compare(a, b);
}
