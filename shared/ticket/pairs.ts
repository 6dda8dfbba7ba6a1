/** Finds what of a list was there before, by keys that grow weaker. */

/** What two things must have alike; undefined where a thing has no such key. */
export interface PairKey<Before, Now> {
  readonly before: (before: Before) => string | undefined;
  readonly now: (now: Now) => string | undefined;
}

/** Each of `now` with at most one of `before`: all that the first key pairs, of the rest what the second does, and so on. */
export function pairs<Before, Now>(
  before: readonly Before[],
  now: readonly Now[],
  keys: readonly PairKey<Before, Now>[],
): Map<Now, Before> {
  const paired = new Map<Now, Before>();
  let left = before;
  for (const key of keys) {
    if (left.length === 0) break;
    // Reversed, so that the first of those alike is taken first, in constant time.
    const waiting = Map.groupBy(left.toReversed(), key.before);
    const taken = new Set<Before>();
    for (const each of now) {
      const name = paired.has(each) ? undefined : key.now(each);
      const found = name === undefined ? undefined : waiting.get(name)?.pop();
      if (found === undefined) continue;
      paired.set(each, found);
      taken.add(found);
    }
    left = left.filter((each) => !taken.has(each));
  }
  return paired;
}
