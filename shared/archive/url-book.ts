/** The signed URLs of a ticket's attachments, asked for afresh when they die, at most twice a run. */

const REFRESHES = 2;

export interface UrlBook {
  /** The newest signed URL of what a URL without its query names; undefined when the newest answer does not name it. */
  get(sourceUrl: string): string | undefined;
  /**
   * Gets fresh URLs, unless somebody did so since `seen` was handed out.
   * @returns whether there is a URL newer than `seen`
   */
  refresh(sourceUrl: string, seen: string): Promise<boolean>;
}

/**
 * @param first the URLs that the run began with, by the same without their queries
 * @param ask one more call of the API
 */
export function urlBook(
  first: ReadonlyMap<string, string>,
  ask: () => Promise<ReadonlyMap<string, string>>,
): UrlBook {
  let urls = first;
  let refreshes = 0;
  let pending: Promise<void> | undefined;

  const askOnce = async (): Promise<void> => {
    refreshes += 1;
    urls = await ask();
  };

  return {
    get: (sourceUrl) => urls.get(sourceUrl),
    async refresh(sourceUrl, seen) {
      while (pending !== undefined) await pending;
      if (urls.get(sourceUrl) !== seen) return true;
      if (refreshes >= REFRESHES) return false;
      pending = askOnce().finally(() => {
        pending = undefined;
      });
      await pending;
      return true;
    },
  };
}
