/** The extensions folders of objects and storage roots, and the names that the OCFL community registered. */

import { printable, type Report } from "../../findings.ts";
import { lastName, type Tree } from "../tree.ts";

/** The registered extensions (https://ocfl.github.io/extensions/); true for those that lay out a storage root. */
const REGISTERED: ReadonlyMap<string, boolean> = new Map([
  ["0001-digest-algorithms", false],
  ["0002-flat-direct-storage-layout", true],
  ["0003-hash-and-id-n-tuple-storage-layout", true],
  ["0004-hashed-n-tuple-storage-layout", true],
  ["0005-mutable-head", false],
  ["0006-flat-omit-prefix-storage-layout", true],
  ["0007-n-tuple-omit-prefix-storage-layout", true],
  ["0008-schema-registry", false],
  ["0009-digest-algorithms", false],
  ["0010-differential-n-tuple-omit-prefix-storage-layout", true],
  ["0011-direct-clean-path-layout", true],
  ["0012-hash-and-no-prefix-id-n-tuple-storage-layout", true],
  ["initial", false],
]);
const NEWEST_NUMBER = 12;

/** True for a registered name, and for one with a later number, which this list cannot know. */
function isRegisteredExtension(name: string): boolean {
  return REGISTERED.has(name) || isLaterExtension(name);
}

/** True for a registered name that lays out a storage root, as far as this list can know. */
export function isRegisteredLayout(name: string): boolean {
  return REGISTERED.get(name) ?? isLaterExtension(name);
}

function isLaterExtension(name: string): boolean {
  return /^\d{4}-[a-z0-9-]+$/.test(name) && Number(name.slice(0, 4)) > NEWEST_NUMBER;
}

export interface ExtensionsCodes {
  /** For files in the folder. */
  readonly file: string | readonly string[];
  /** For folders by a name that is not registered. */
  readonly name: string;
}

/** Checks what stands directly in an extensions folder; what the extensions keep below is their own. */
export async function checkExtensions(
  tree: Tree,
  folder: string,
  codes: ExtensionsCodes,
  report: Report,
): Promise<{ isEmpty: boolean }> {
  const { files, folders, others = [] } = await tree.children(folder);
  for (const path of [...files, ...others]) {
    report.add(codes.file, path, "only the folders of extensions may stand in the extensions folder");
  }
  for (const path of folders) {
    const name = lastName(path);
    if (!isRegisteredExtension(name)) {
      report.add(codes.name, path, `the extension ${printable(name)} is not registered`);
    }
  }
  return { isEmpty: files.length + folders.length + others.length === 0 };
}
