/** The port to what keeps files from being deleted, by anybody, for as long as it lasts. */
export interface LegalHold {
  /**
   * Asks whether the place can hold at all: before a hold is recorded, since a ticket that the records call held cannot
   * be given versions in a place that cannot hold them.
   * @throws StoreError `no-object-lock` where the place knows no legal hold
   */
  check(): Promise<void>;
  /**
   * Puts every version of every file below a folder under legal hold, or releases it, the folder's own files first.
   * @returns how many versions there are
   * @throws StoreError `no-object-lock` where the place knows no legal hold
   */
  set(folder: string, held: boolean, signal?: AbortSignal): Promise<number>;
  /**
   * The keys below a folder that were hidden by a delete marker or written more than once: Object Lock keeps what was
   * there, and refuses neither.
   */
  changedFiles(folder: string): AsyncIterable<string>;
}
