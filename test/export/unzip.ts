/** Unpacks zips into the folder that they are in, by yauzl, so that a test needs no program for it. */
import { createWriteStream } from "node:fs";
import { mkdir, readdir } from "node:fs/promises";
import { dirname, join } from "node:path";
import { pipeline } from "node:stream/promises";
import yauzl from "yauzl";

export async function unzip(path: string, into = dirname(path)): Promise<void> {
  const zip = await yauzl.openPromise(path, { autoClose: false });
  try {
    for await (const entry of zip.eachEntry()) {
      const to = join(into, entry.fileName);
      await mkdir(dirname(to), { recursive: true });
      await pipeline(await zip.openReadStreamPromise(entry), createWriteStream(to));
    }
  } finally {
    zip.close();
  }
}

/** Every zip of a folder. */
export async function unzipAll(folder: string, into = folder): Promise<void> {
  for (const name of await readdir(folder)) {
    if (name.endsWith(".zip")) await unzip(join(folder, name), into);
  }
}
