/** The content files: all there, none extra, and each with the digests that the inventories state. */

import { printable, type Report } from "../../findings.ts";
import { forAll } from "../../for-all.ts";
import { joinPath, type Tree } from "../tree.ts";
import { digestStream } from "./digests.ts";
import type { Inventory } from "./inventory.ts";

export interface ContentOptions {
  /** `full` reads and hashes every file once; `quick` asks the server, and reads what it has no digest of. */
  readonly mode: "quick" | "full";
  /** Called after each content file, with its path and the bytes read of it (0 in quick mode). */
  readonly onFile?: ((path: string, bytes: number) => void) | undefined;
  readonly signal?: AbortSignal | undefined;
}

interface Expectation {
  readonly algorithm: string;
  /** Lower case. */
  readonly digest: string;
  /** E092 from a manifest, E093 from a fixity block. */
  readonly code: "E092" | "E093";
  /** The inventory that says so. */
  readonly where: string;
}

/** Files at once: hashing has one core anyway, questions to a server are mostly waiting. */
const AT_ONCE = { full: 4, quick: 16 };

/** What the inventories of one object expect of its files, by paths relative to the object. */
export class Expectations {
  readonly #byPath = new Map<string, Expectation[]>();

  /** Adds what one inventory states; `inContent` are its manifest's paths that stand in content folders. */
  add(inventory: Inventory, inContent: ReadonlyMap<string, string>): void {
    const { where, algorithm } = inventory;
    if (algorithm !== undefined) {
      for (const [path, digest] of inContent) {
        this.#add(path, { algorithm, digest: digest.toLowerCase(), code: "E092", where });
      }
    }
    for (const { algorithm: by, digest, path } of inventory.fixity) {
      this.#add(path, { algorithm: by, digest: digest.toLowerCase(), code: "E093", where });
    }
  }

  of(path: string): readonly Expectation[] {
    return this.#byPath.get(path) ?? [];
  }

  #add(path: string, expected: Expectation): void {
    const known = this.#byPath.get(path);
    if (known === undefined) {
      this.#byPath.set(path, [expected]);
    } else if (
      !known.some(
        ({ algorithm, digest, code }) =>
          algorithm === expected.algorithm && digest === expected.digest && code === expected.code,
      )
    ) {
      known.push(expected);
    }
  }
}

/** E092, E093 and E023 for files that are listed but absent; `present` are paths relative to the object. */
export function checkListedFiles(
  inventory: Inventory,
  inContent: ReadonlyMap<string, string>,
  present: ReadonlySet<string>,
  object: string,
  report: Report,
): void {
  let missing = 0;
  for (const path of inContent.keys()) {
    if (present.has(path)) continue;
    missing += 1;
    report.add("E092", joinPath(object, path), "the file is in the manifest, but it is missing", "missing");
  }
  if (missing > 0) {
    const message = `the manifest and the content folders differ: ${missing} listed files are missing`;
    report.add("E023", inventory.where, message, "missing");
  }
  for (const { path, algorithm } of inventory.fixity) {
    if (present.has(path)) continue;
    report.add(
      "E093",
      joinPath(object, path),
      `the file is in the fixity block ${algorithm}, but it is missing`,
      "missing",
    );
  }
}

/** E023 for files in the content folders of `versions` that the inventory's manifest does not list. */
export function checkUnlistedFiles(
  inventory: Inventory,
  present: Iterable<string>,
  object: string,
  report: Report,
): void {
  if (inventory.manifest === undefined) return;
  for (const path of present) {
    if (inventory.manifest.paths.has(path)) continue;
    report.add(
      "E023",
      joinPath(object, path),
      `the file is not in the manifest of ${printable(inventory.where)}`,
    );
  }
}

/** Compares the digests of the files; gives the bytes read. E092, E093. */
export async function checkDigests(
  tree: Tree,
  object: string,
  present: Iterable<string>,
  expectations: Expectations,
  options: ContentOptions,
  report: Report,
): Promise<number> {
  let total = 0;
  await forAll(present, AT_ONCE[options.mode], async (path) => {
    options.signal?.throwIfAborted();
    const file = joinPath(object, path);
    const expected = expectations.of(path);
    const bytes =
      options.mode === "full"
        ? await hashFile(tree, file, expected, options, report)
        : await askServer(tree, file, expected, options, report);
    total += bytes;
    options.onFile?.(file, bytes);
  });
  return total;
}

async function hashFile(
  tree: Tree,
  file: string,
  expected: readonly Expectation[],
  options: ContentOptions,
  report: Report,
): Promise<number> {
  if (expected.length === 0) return 0;
  const body = await tree.open(file);
  if (body === undefined) {
    report.add("E092", file, "the file went away while it was checked", "missing");
    return 0;
  }
  const algorithms = new Set(expected.map(({ algorithm }) => algorithm));
  const { digests, bytes } = await digestStream(body, algorithms, options.signal);
  for (const expectation of expected) {
    const actual = digests.get(expectation.algorithm);
    if (actual !== undefined) compare(file, actual, expectation, report);
  }
  return bytes;
}

/** A file of which a server that keeps digests has none may be a forged one: it is read. */
async function askServer(
  tree: Tree,
  file: string,
  expected: readonly Expectation[],
  options: ContentOptions,
  report: Report,
): Promise<number> {
  if (tree.serverDigest === undefined) return 0;
  const unanswered: Expectation[] = [];
  for (const expectation of expected) {
    const actual = await tree.serverDigest(file, expectation.algorithm);
    if (actual !== undefined) compare(file, actual.toLowerCase(), expectation, report);
    else if (expectation.code === "E092") unanswered.push(expectation);
  }
  return hashFile(tree, file, unanswered, options, report);
}

function compare(
  file: string,
  actual: string,
  { algorithm, digest, code, where }: Expectation,
  report: Report,
): void {
  if (actual === digest) return;
  const stated = printable(digest);
  report.add(code, file, `the file's ${algorithm} is ${actual}, but ${stated} in ${printable(where)}`);
}
