/** Opens regular files only: a link may lead out of the folder, and what a pipe or a device gives may never end. */
import { closeSync, constants, fstatSync, lstatSync, openSync, type Stats } from "node:fs";
import { type FileHandle, lstat, open } from "node:fs/promises";
import { StoreError } from "../errors.ts";
import { hasCode } from "./disk.ts";
import { refuseLarge } from "./most-read.ts";
import { shownKey } from "./store-errors.ts";

/** Without O_NONBLOCK, opening a pipe would wait for somebody who writes to it. */
const READ = constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK;

const NO_REGULAR_FILE = "no-regular-file";

/**
 * Opens a file to read it. A folder can be opened, too; reading it fails with EISDIR.
 * @throws StoreError `no-regular-file` for a link, a pipe, a socket or a device; the system's error
 */
export async function openRegular(path: string): Promise<FileHandle> {
  const handle = await opened(path);
  const found = await handle.stat();
  if (found.isFile() || found.isDirectory()) return handle;
  await handle.close();
  throw noRegularFile(path);
}

/** As `openRegular`, at once. @returns its descriptor */
export function openRegularSync(path: string): number {
  let file: number;
  try {
    file = openSync(path, READ);
  } catch (error) {
    throw refusal(path, error);
  }
  const found = fstatSync(file);
  if (found.isFile() || found.isDirectory()) return file;
  closeSync(file);
  throw noRegularFile(path);
}

/**
 * Reads a file whole.
 * @throws StoreError `too-large` over `MOST_READ`; as `openRegular`
 */
export async function readRegular(path: string): Promise<Uint8Array> {
  await using handle = await openRegular(path);
  refuseLarge((await handle.stat()).size, shownKey(path));
  return await handle.readFile();
}

/**
 * A regular file's size in bytes; undefined for a folder.
 * @throws as `openRegular`
 */
export async function sizeOfRegular(path: string): Promise<number | undefined> {
  return regularSize(await lstat(path), path);
}

/** As `sizeOfRegular`, at once. */
export function sizeOfRegularSync(path: string): number | undefined {
  return regularSize(lstatSync(path), path);
}

function regularSize(found: Stats, path: string): number | undefined {
  if (found.isFile()) return found.size;
  if (found.isDirectory()) return undefined;
  throw noRegularFile(path);
}

export function isNoRegularFile(error: unknown): boolean {
  return error instanceof StoreError && error.code === NO_REGULAR_FILE;
}

async function opened(path: string): Promise<FileHandle> {
  try {
    return await open(path, READ);
  } catch (error) {
    throw refusal(path, error);
  }
}

function refusal(path: string, error: unknown): unknown {
  // What the system says of a link that it must not follow, and of a socket.
  return hasCode(error, "ELOOP") || hasCode(error, "ENXIO") ? noRegularFile(path) : error;
}

function noRegularFile(path: string): StoreError {
  const message = `${shownKey(path)} is a link, a pipe or a device where a file should be. It was not read.`;
  return new StoreError(NO_REGULAR_FILE, message);
}
