/** Holds a zip against the one form in which exports are written: nothing in it but what its files ask for. */
import type { FileHandle } from "node:fs/promises";
import { dataDescriptor, localHeader, type ZipEntry, zipEnd } from "../../export/zip-records.ts";

/**
 * Whether every byte around the packed files is the one that `zipOf` writes for files of these names, sizes and
 * CRC-32s: they stand one behind the other from the first byte on, and behind them the directory alone.
 * @param entries as the directory has them, in its order
 */
export async function isInOurForm(file: FileHandle, entries: readonly ZipEntry[]): Promise<boolean> {
  let at = 0;
  const reads = async (expected: Uint8Array): Promise<boolean> => {
    const found = Buffer.alloc(expected.byteLength);
    const { bytesRead } = await file.read(found, 0, found.length, at);
    at += expected.byteLength;
    return bytesRead === expected.byteLength && found.equals(expected);
  };
  for (const entry of entries) {
    if (entry.offset !== at || !(await reads(localHeader(entry.path)))) return false;
    at += entry.packed;
    if (!(await reads(dataDescriptor(entry)))) return false;
  }
  for (const record of zipEnd(entries, at)) if (!(await reads(record))) return false;
  return (await file.stat()).size === at;
}
