/** Files of a folder store: written whole to the disk before they appear, read, hashed, listed in order of keys. */
import { createHash, randomUUID } from "node:crypto";
import { closeSync, constants, type Dirent, readSync } from "node:fs";
import { copyFile, link, lstat, mkdir, open, readdir, rename, rm, stat } from "node:fs/promises";
import { join } from "node:path";
import { disk, hasCode, unless } from "./disk.ts";
import { EarlySync } from "./early-sync.ts";
import { byBytes } from "./key.ts";
import type { Body, ListedFile } from "./object-store.ts";
import { openRegular, openRegularSync } from "./regular-file.ts";

const LINK_TRIES = 10;

export interface WrittenFile {
  readonly path: string;
  readonly sha256: string;
  readonly size: number;
}

/** Writes a body to a new file in `folder`, synced to the disk when this returns; nothing stays when it fails. */
export async function writeIncoming(folder: string, body: Body): Promise<WrittenFile> {
  const path = join(folder, randomUUID());
  const hash = createHash("sha256");
  let size = 0;
  const handle = await disk(async () => {
    await mkdir(folder, { recursive: true });
    return open(path, "wx");
  }, folder);
  const onDisk = new EarlySync(handle);
  try {
    for await (const chunk of body instanceof Uint8Array ? [body] : body) {
      hash.update(chunk);
      size += chunk.byteLength;
      await disk(() => handle.writeFile(chunk), path);
      await disk(() => onDisk.wrote(chunk.byteLength), path);
    }
    await disk(() => onDisk.end(), path);
  } catch (error) {
    await handle.close();
    await rm(path, { force: true });
    throw error;
  }
  await disk(() => handle.close(), path);
  return { path, sha256: hash.digest("hex"), size };
}

/** What file systems say that know no hard links, as exFAT and many shares; the last one is Windows's word. */
const NO_LINKS = ["EPERM", "ENOTSUP", "EOPNOTSUPP", "ENOSYS", "EISDIR"];

/** How a file appears where there are no hard links, and nothing stands at its target. */
type PlaceNew = (source: string, target: string) => Promise<"linked" | "exists" | "gone">;

/**
 * Makes `target` another name of `source`, unless something stands there; `gone` when there is no `source`.
 * @param withoutLinks is taken where the file system knows no hard links
 */
export async function linkNew(
  source: string,
  target: string,
  withoutLinks: PlaceNew = copyNew,
): Promise<"linked" | "exists" | "gone"> {
  for (let tries = 1; ; tries += 1) {
    try {
      await link(source, target);
      return "linked";
    } catch (error) {
      if (hasCode(error, "EEXIST")) return "exists";
      if (NO_LINKS.some((code) => hasCode(error, code))) return withoutLinks(source, target);
      if (!hasCode(error, "ENOENT")) throw error;
      // Linux says ENOENT, too, of a source that is just being replaced by a rename: then it is there.
      if (tries === LINK_TRIES || (await unlessAbsent(stat(source))) === undefined) return "gone";
    }
  }
}

/** An exclusive create: of concurrent ones one writes, but a crash may leave a part. */
async function copyNew(source: string, target: string): Promise<"linked" | "exists" | "gone"> {
  try {
    await copyFile(source, target, constants.COPYFILE_EXCL);
    return "linked";
  } catch (error) {
    if (hasCode(error, "EEXIST")) return "exists";
    if (hasCode(error, "ENOENT")) return "gone";
    throw error;
  }
}

/** A move: the file is whole or absent whenever it is looked at. The caller sees to it that nobody else moves there meanwhile. */
export async function moveNew(source: string, target: string): Promise<"linked" | "exists" | "gone"> {
  if ((await unlessAbsent(lstat(target))) !== undefined) return "exists";
  try {
    await rename(source, target);
    return "linked";
  } catch (error) {
    if (hasCode(error, "ENOENT")) return "gone";
    throw error;
  }
}

/** The SHA-256 of a file; undefined when it is absent. */
export async function digestOf(path: string): Promise<string | undefined> {
  const hash = createHash("sha256");
  return disk(async () => {
    const handle = await unlessAbsent(openRegular(path));
    if (handle === undefined) return undefined;
    for await (const chunk of handle.createReadStream()) hash.update(chunk);
    return hash.digest("hex");
  }, path);
}

/** The bytes of a file that is there, with the store's errors. */
export async function* bytesOf(path: string): AsyncGenerator<Uint8Array> {
  const handle = await disk(() => openRegular(path), path);
  const chunks: AsyncIterator<Uint8Array> = handle.createReadStream()[Symbol.asyncIterator]();
  try {
    for (;;) {
      const { done, value } = await disk(() => chunks.next(), path);
      if (done === true) return;
      yield value;
    }
  } finally {
    await chunks.return?.();
  }
}

/** Bytes of a read into a buffer that is used again, and how many such buffers are kept. */
const READ_SIZE = 256 * 1024;
const MOST_KEPT = 4;
const kept: Buffer[] = [];

/**
 * As `bytesOf`, in pieces that hold only until the next is asked for. Whoever packs many files one after the other waits
 * for each read anyway; handing the calls to another thread and back takes more time than they do.
 */
export async function* lentBytesOf(path: string): AsyncGenerator<Uint8Array> {
  const file = await disk(async () => openRegularSync(path), path);
  const buffer = kept.pop() ?? Buffer.allocUnsafeSlow(READ_SIZE);
  try {
    for (;;) {
      const bytesRead = await disk(async () => readSync(file, buffer), path);
      if (bytesRead > 0) yield buffer.subarray(0, bytesRead);
      // Of a regular file, less than was asked for is its end.
      if (bytesRead < READ_SIZE) return;
    }
  } finally {
    closeSync(file);
    if (kept.length < MOST_KEPT) kept.push(buffer);
  }
}

export interface WalkedFile extends ListedFile {
  /** When it was last written, in ms since 1970. */
  readonly writtenAt: number;
  /** False for links, pipes, sockets and devices. */
  readonly isRegular: boolean;
}

/** Every file below `folder`, its key beginning with `prefix`, in order of the keys' bytes; `hidden` is left out. */
export async function* walk(folder: string, prefix: string, hidden?: string): AsyncIterable<WalkedFile> {
  // A folder sorts as its name with a slash, which is how the full keys sort by bytes.
  const entries = (await entriesOf(folder))
    .filter(({ name }) => name !== hidden)
    .map((entry) => ({ entry, order: entry.isDirectory() ? `${entry.name}/` : entry.name }))
    .toSorted((a, b) => byBytes(a.order, b.order));
  for (const { entry } of entries) {
    const key = prefix === "" ? entry.name : `${prefix}/${entry.name}`;
    const path = join(folder, entry.name);
    if (entry.isDirectory()) {
      yield* walk(path, key);
      continue;
    }
    const found = await disk(() => unlessAbsent(lstat(path)), path);
    if (found !== undefined)
      yield { key, size: found.size, writtenAt: found.mtimeMs, isRegular: found.isFile() };
  }
}

/** The entries of a folder; none when it is not there. */
export async function entriesOf(folder: string): Promise<Dirent[]> {
  return (await disk(() => unlessAbsent(readdir(folder, { withFileTypes: true })), folder)) ?? [];
}

/** What an operation gives; undefined when there is nothing at its path. */
export function unlessAbsent<T>(operation: Promise<T>): Promise<T | undefined> {
  return unless(["ENOENT", "ENOTDIR", "EISDIR"], operation);
}
