/** The port to what keeps files from being deleted, by anybody, for as long as it lasts. */
export interface LegalHold {
  /**
   * Puts every version of every file below a folder under legal hold, or releases it, the folder's own files first.
   * @returns how many versions there are
   * @throws StoreError `no-object-lock` where the place knows no legal hold
   */
  set(folder: string, held: boolean, signal?: AbortSignal): Promise<number>;
}
