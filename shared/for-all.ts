/** Works on many things, a few at once, and leaves nothing running behind when one of them fails. */
import pMap from "p-map";

/**
 * Calls `work` with each item. After the first failure, or when `given` is aborted, no further item is begun, those
 * under way are aborted through their signal and waited for, and that first error is thrown.
 */
export async function forAll<Item>(
  items: Iterable<Item>,
  concurrency: number,
  work: (item: Item, signal: AbortSignal) => Promise<void>,
  given?: AbortSignal,
): Promise<void> {
  const stop = new AbortController();
  const signal = given ? AbortSignal.any([given, stop.signal]) : stop.signal;
  const errors: unknown[] = [];
  const workOn = async (item: Item): Promise<void> => {
    if (signal.aborted) return;
    try {
      await work(item, signal);
    } catch (error) {
      errors.push(error);
      stop.abort();
    }
  };
  await pMap(items, workOn, { concurrency });
  given?.throwIfAborted();
  if (errors.length > 0) throw errors[0];
}
