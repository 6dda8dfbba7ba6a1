/** Makes something once, when it is first asked for; a failure is forgotten, so that the next one who asks tries anew. */

/** Gives what was made, or is being made; after a failure, makes it again. */
export interface Once<T> {
  (): Promise<T>;
  /** Makes it again in any case, for all who ask from now on. */
  again(): Promise<T>;
}

/** @param make called when the result is first asked for, and after each of its failures */
export function once<T>(make: () => Promise<T>): Once<T> {
  let made: Promise<T> | undefined;
  const again = (): Promise<T> => {
    const making = make();
    made = making;
    // Only its own failure is forgotten: what was begun after it stays.
    making.catch(() => {
      if (made === making) made = undefined;
    });
    return making;
  };
  return Object.assign(() => made ?? again(), { again });
}
