/** A change of the source that breaks what users are promised, and the tests that must notice. */
export interface Patch {
  /** What is broken by it, in words. */
  readonly name: string;
  readonly file: string;
  /** Stands once in the file. */
  readonly from: string;
  readonly to: string;
  /** Test files of the default suite, each of which must fail: few, so that all patches are tried in a minute or two. */
  readonly killedBy: readonly string[];
}
