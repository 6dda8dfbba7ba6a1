/** Writes a page that was asked for by a flag into a file, which appears whole or not at all. */
import { createWriteStream } from "node:fs";
import { rename, rm } from "node:fs/promises";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { UsageError } from "../shared/errors.ts";

/** @param flag names the file in the error. @throws UsageError when it cannot be written; what the page throws */
export async function writeWhole(
  file: string,
  page: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
  flag: string,
): Promise<void> {
  const part = `${file}.part`;
  try {
    await pipeline(Readable.from(page), createWriteStream(part));
    await rename(part, file);
  } catch (error) {
    await rm(part, { force: true });
    if (!(error instanceof Error && "syscall" in error)) throw error;
    const reason = "code" in error ? String(error.code) : "unknown";
    throw new UsageError(`${flag} ${JSON.stringify(file)} cannot be written (${reason}).`, { cause: error });
  }
}
