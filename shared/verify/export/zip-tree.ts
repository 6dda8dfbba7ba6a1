/** Lets the validators walk a zip, whoever made it: nothing is unpacked, and what no honest zip has is refused. */
import { buffer } from "node:stream/consumers";
import yauzl, { type Entry, type ZipFile } from "yauzl";
import { IntegrityError } from "../../errors.ts";
import type { Tree } from "../../ocfl/tree.ts";
import { disk } from "../../store/disk.ts";
import { byBytes } from "../../store/key.ts";
import { MOST_READ } from "../../store/regular-file.ts";

const MOST_ENTRIES = 1_000_000;
/** Text shrinks to a hundredth at best: a zip that claims to hold more than this beyond that is a bomb. Bytes. */
const MOST_EXPANSION = 100;
const EXPANSION_ALLOWED = 1024 ** 3;

const LOCAL_HEADER = 30;
const FILE_TYPE = 0o170000;
const REGULAR = 0o100000;
const UNIX = 3;

export interface ZipTree extends Disposable {
  readonly tree: Tree;
  /** Every file, in order of the paths' bytes. */
  readonly files: readonly string[];
}

/**
 * Opens a zip.
 * @throws IntegrityError `zip-unsound` for what is no zip, and for names that lead out of a folder, occur twice or in
 *   another spelling of case, links, encryption, overlapping entries, and bombs; StoreError when it cannot be read
 */
export async function openZip(path: string): Promise<ZipTree> {
  const zip = await disk(() => opened(path), path);
  try {
    const entries = await readEntries(zip, path);
    return {
      tree: treeOf(zip, entries, path),
      files: [...entries.keys()],
      [Symbol.dispose]: () => zip.close(),
    };
  } catch (error) {
    zip.close();
    throw error instanceof IntegrityError ? error : unsound(path, "its list of files cannot be read", error);
  }
}

async function opened(path: string): Promise<ZipFile> {
  try {
    return await yauzl.openPromise(path, { autoClose: false, strictFileNames: true });
  } catch (error) {
    // What the disk says has a code; what the zip is lacking has none.
    if (error instanceof Error && "code" in error) throw error;
    throw unsound(path, "it is no zip, or is cut off", error);
  }
}

async function readEntries(zip: ZipFile, path: string): Promise<Map<string, Entry>> {
  if (zip.entryCount > MOST_ENTRIES) throw unsound(path, `it claims to have ${zip.entryCount} files`);
  const entries: Entry[] = [];
  for await (const entry of zip.eachEntry()) {
    checkEntry(entry, path);
    // Folders may have entries of their own; ours have none.
    if (!entry.fileName.endsWith("/")) entries.push(entry);
  }
  checkExpansion(entries, zip, path);
  await checkPlaces(entries, zip, path);
  return byName(entries, path);
}

/** yauzl has refused absolute names, backslashes and `..` already. */
function checkEntry(entry: Entry, path: string): void {
  const { fileName, versionMadeBy, externalFileAttributes } = entry;
  const segments = fileName.replace(/\/$/, "").split("/");
  const isOdd = segments.some((segment) => segment === "" || segment === ".") || /\p{Cc}/u.test(fileName);
  if (isOdd) throw unsound(path, "a name in it is no path");
  const type = versionMadeBy >> 8 === UNIX ? (externalFileAttributes >>> 16) & FILE_TYPE : 0;
  if (type !== 0 && type !== REGULAR && !fileName.endsWith("/"))
    throw unsound(path, "it has a link or a device in it");
  if (!entry.canDecodeFileData())
    throw unsound(path, "a file in it is encrypted or packed in another way than zips are");
}

function checkExpansion(entries: readonly Entry[], { fileSize }: ZipFile, path: string): void {
  const total = entries.reduce((sum, { uncompressedSize }) => sum + uncompressedSize, 0);
  if (total > fileSize * MOST_EXPANSION + EXPANSION_ALLOWED)
    throw unsound(path, `it claims to hold ${total} bytes`);
}

/** Each file has bytes of its own, and is named alike before its bytes and in the list at the end. */
async function checkPlaces(entries: readonly Entry[], zip: ZipFile, path: string): Promise<void> {
  let end = 0;
  const inPlace = entries.toSorted((a, b) => a.relativeOffsetOfLocalHeader - b.relativeOffsetOfLocalHeader);
  for (const entry of inPlace) {
    const header = await zip.readLocalFileHeaderPromise(entry);
    const names = [header.fileName, entry.fileNameRaw].map((raw) => raw.toString("utf8"));
    const isNamedAlike = names.every((name) => name === entry.fileName);
    if (!isNamedAlike || header.compressionMethod !== entry.compressionMethod) {
      throw unsound(path, "a file in it is described in two ways");
    }
    const start = entry.relativeOffsetOfLocalHeader;
    if (start < end) throw unsound(path, "files in it overlap");
    end = start + LOCAL_HEADER + header.fileNameLength + header.extraFieldLength + entry.compressedSize;
  }
}

function byName(entries: readonly Entry[], path: string): Map<string, Entry> {
  const found = new Map<string, Entry>();
  const folded = new Set<string>();
  for (const entry of entries.toSorted((a, b) => byBytes(a.fileName, b.fileName))) {
    const plain = entry.fileName.normalize("NFC").toLowerCase();
    if (folded.has(plain)) throw unsound(path, "a name occurs twice in it");
    folded.add(plain);
    found.set(entry.fileName, entry);
  }
  return found;
}

function treeOf(zip: ZipFile, entries: ReadonlyMap<string, Entry>, path: string): Tree {
  const folders = foldersOf([...entries.keys()]);
  const open = async (name: string): Promise<AsyncIterable<Uint8Array> | undefined> => {
    const entry = entries.get(name);
    return entry && unpacked(entry, zip, path);
  };
  return {
    children: async (folder) => folders.get(folder) ?? { files: [], folders: [] },
    open,
    async read(name) {
      if ((entries.get(name)?.uncompressedSize ?? 0) > MOST_READ)
        throw unsound(path, "a small file in it is very large");
      const body = await open(name);
      return body && buffer(body);
    },
  };
}

async function* unpacked(entry: Entry, zip: ZipFile, path: string): AsyncGenerator<Uint8Array> {
  try {
    yield* await zip.openReadStreamPromise(entry);
  } catch (error) {
    const isOfDisk = error instanceof Error && "syscall" in error;
    if (isOfDisk) await disk(() => Promise.reject(error), path);
    throw unsound(path, "a file in it cannot be unpacked", error);
  }
}

interface Folder {
  readonly files: string[];
  readonly folders: string[];
}

function foldersOf(files: readonly string[]): Map<string, Folder> {
  const found = new Map<string, Folder>([["", { files: [], folders: [] }]]);
  const folder = (path: string): Folder => {
    const known = found.get(path);
    if (known !== undefined) return known;
    const made: Folder = { files: [], folders: [] };
    found.set(path, made);
    folder(above(path)).folders.push(path);
    return made;
  };
  for (const file of files) folder(above(file)).files.push(file);
  return found;
}

function above(path: string): string {
  const slash = path.lastIndexOf("/");
  return slash < 0 ? "" : path.slice(0, slash);
}

function unsound(path: string, what: string, cause?: unknown): IntegrityError {
  return new IntegrityError("zip-unsound", `${path} is not a sound zip: ${what}.`, { cause });
}
