/** Lets the validators walk a zip, whoever made it: nothing is unpacked, and what no honest zip has is refused. */
import { open } from "node:fs/promises";
import { pipeline } from "node:stream";
import { buffer } from "node:stream/consumers";
import { crc32, createInflateRaw } from "node:zlib";
import yauzl, { type Entry, type ZipFile } from "yauzl";
import { IntegrityError, StoreError } from "../../errors.ts";
import type { Tree } from "../../ocfl/tree.ts";
import { disk } from "../../store/disk.ts";
import { byBytes } from "../../store/key.ts";
import { MOST_READ } from "../../store/most-read.ts";
import { isInOurForm } from "./zip-form.ts";

const MOST_ENTRIES = 1_000_000;
/** Text shrinks to a hundredth at best: a zip that claims to hold more than this beyond that is a bomb. Bytes. */
const MOST_EXPANSION = 100;
const EXPANSION_ALLOWED = 1024 ** 3;
const OTHER_FORM =
  "it is not in the form in which Ticketvault writes zips. If somebody packed the part again, unpack it and verify the folder";

export interface ZipTree extends Disposable {
  readonly tree: Tree;
  /** Every file, in order of the paths' bytes. */
  readonly files: readonly string[];
}

/**
 * Opens a zip.
 * @throws IntegrityError `zip-unsound` for what is no zip in the form of ours, and for names that lead out of a folder,
 *   occur twice or in another spelling of case, and bombs; StoreError when it cannot be read
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

/** The names in a zip's directory, sound or not; none where that cannot be read. @throws StoreError */
export async function namesInZip(path: string): Promise<string[]> {
  let zip: ZipFile | undefined;
  const names: string[] = [];
  try {
    zip = await disk(() => opened(path), path);
    if (zip.entryCount > MOST_ENTRIES) return [];
    for await (const { fileName } of zip.eachEntry()) names.push(fileName);
    return names;
  } catch (error) {
    if (error instanceof StoreError) throw error;
    return [];
  } finally {
    zip?.close();
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
    checkName(entry, path);
    entries.push(entry);
  }
  checkExpansion(entries, zip, path);
  await disk(() => checkForm(entries, path), path);
  return byName(entries, path);
}

/** yauzl has refused absolute names, backslashes and `..` already. */
function checkName({ fileName }: Entry, path: string): void {
  if (fileName.endsWith("/")) throw unsound(path, OTHER_FORM);
  const isOdd = fileName.split("/").some((segment) => segment === "" || segment === ".");
  if (isOdd || /\p{Cc}/u.test(fileName)) throw unsound(path, "a name in it is no path of a file");
}

function checkExpansion(entries: readonly Entry[], { fileSize }: ZipFile, path: string): void {
  const total = entries.reduce((sum, { uncompressedSize }) => sum + uncompressedSize, 0);
  if (total > fileSize * MOST_EXPANSION + EXPANSION_ALLOWED)
    throw unsound(path, `it claims to hold ${total} bytes`);
}

/** So a link, an encrypted file, and bytes that are in no file or in two, are refused without a rule of their own. */
async function checkForm(entries: readonly Entry[], path: string): Promise<void> {
  const file = await open(path);
  try {
    const found = entries.map((entry) => ({
      path: entry.fileName,
      size: entry.uncompressedSize,
      packed: entry.compressedSize,
      crc32: entry.crc32,
      offset: entry.relativeOffsetOfLocalHeader,
    }));
    if (await isInOurForm(file, found)) return;
  } finally {
    await file.close();
  }
  throw unsound(path, OTHER_FORM);
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
  const openFile = async (name: string): Promise<AsyncIterable<Uint8Array> | undefined> => {
    const entry = entries.get(name);
    return entry && unpacked(entry, zip, path);
  };
  return {
    children: async (folder) => folders.get(folder) ?? { files: [], folders: [] },
    open: openFile,
    async read(name) {
      if ((entries.get(name)?.uncompressedSize ?? 0) > MOST_READ)
        throw unsound(path, "a small file in it is very large");
      const body = await openFile(name);
      return body && buffer(body);
    },
  };
}

/** Bytes that are unpacked at once. */
const UNPACKED = 256 * 1024;

async function* unpacked(entry: Entry, zip: ZipFile, path: string): AsyncGenerator<Uint8Array> {
  const found = { size: 0, crc32: 0 };
  const inflate = createInflateRaw({ chunkSize: UNPACKED });
  try {
    const packed = await zip.openReadStreamPromise(entry, { decodeFileData: false });
    // Errors go to the unpacker, which gives them to its reader.
    pipeline(packed, inflate, () => {});
    for await (const chunk of inflate) {
      found.size += chunk.byteLength;
      if (found.size > entry.uncompressedSize) break;
      found.crc32 = crc32(chunk, found.crc32);
      yield chunk;
    }
  } catch (error) {
    const isOfDisk = error instanceof Error && "syscall" in error;
    if (isOfDisk) await disk(() => Promise.reject(error), path);
    throw unsound(path, "a file in it cannot be unpacked", error);
  } finally {
    inflate.destroy();
  }
  const isWhole = found.size === entry.uncompressedSize && found.crc32 === entry.crc32;
  // What stands behind the end of the packed data, programs that read a stream take for something else.
  if (!isWhole || inflate.bytesWritten !== entry.compressedSize)
    throw unsound(path, "a file in it is not what the zip says of it");
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
