/** Puts exports into a folder: written beside it first, then renamed into place. */
import { randomUUID } from "node:crypto";
import { mkdir, rename, rm, stat } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import { once } from "../once.ts";
import { bytesOf, digestOf, entriesOf, linkNew, unlessAbsent, writeIncoming } from "./directory-files.ts";
import { disk } from "./disk.ts";
import { checkedKey } from "./key.ts";
import type { Body } from "./object-store.ts";
import type { Output } from "./output.ts";
import { readRegular, sizeOfRegular } from "./regular-file.ts";

/** What begins the name of a folder that holds one file on its way. */
const INCOMING = ".incoming-";

/** Bytes of a write. */
const WRITE_SIZE = 1024 * 1024;

/** A writer writes all the time: what has not grown for this long (ms) is of one that was killed. */
const DEAD_AFTER = 10 * 60 * 1000;

/** The output in a folder, which the first write makes. What a killed process left in it is removed by a later one. */
export function folderOutput(folder: string, now: () => number = Date.now): Output {
  const root = resolve(folder);
  const at = (key: string): string => join(root, ...checkedKey(key).split("/"));
  const swept = once(() => disk(() => sweep(root, now()), root));

  const writeThen = async <T>(body: Body, target: string, place: (path: string) => Promise<T>) => {
    await swept();
    const incoming = join(root, INCOMING + randomUUID());
    try {
      const written = await writeIncoming(incoming, body instanceof Uint8Array ? body : gathered(body));
      return await disk(async () => {
        await mkdir(dirname(target), { recursive: true });
        return { ...written, placed: await place(written.path) };
      }, target);
    } finally {
      await rm(incoming, { recursive: true, force: true });
    }
  };

  const sizeOf = (key: string): Promise<number | undefined> =>
    disk(() => unlessAbsent(sizeOfRegular(at(key))), at(key));

  return {
    location: folder,
    read: (key) => disk(() => unlessAbsent(readRegular(at(key))), at(key)),
    open: async (key) => ((await sizeOf(key)) === undefined ? undefined : bytesOf(at(key))),
    size: sizeOf,
    holds: async (key, { sha256, size }) =>
      (await sizeOf(key)) === size && (await digestOf(at(key))) === sha256,
    async create(key, bytes) {
      const { placed } = await writeThen(bytes, at(key), (path) => linkNew(path, at(key)));
      return placed === "linked" ? "created" : "exists";
    },
    async write(key, body) {
      const { sha256, size } = await writeThen(body, at(key), (path) => rename(path, at(key)));
      return { sha256, size };
    },
  };
}

/** Few large writes take half the time of many small ones. Each is taken before the next is asked for. */
async function* gathered(body: AsyncIterable<Uint8Array>): AsyncIterable<Uint8Array> {
  const buffer = Buffer.allocUnsafeSlow(WRITE_SIZE);
  let filled = 0;
  for await (const chunk of body) {
    if (filled === 0 && chunk.byteLength >= WRITE_SIZE) {
      yield chunk;
      continue;
    }
    for (let taken = 0; taken < chunk.byteLength; ) {
      const some = chunk.subarray(taken, taken + WRITE_SIZE - filled);
      buffer.set(some, filled);
      filled += some.byteLength;
      taken += some.byteLength;
      if (filled < WRITE_SIZE) continue;
      yield buffer;
      filled = 0;
    }
  }
  if (filled > 0) yield buffer.subarray(0, filled);
}

async function sweep(root: string, now: number): Promise<void> {
  const left = (await entriesOf(root)).filter(({ name }) => name.startsWith(INCOMING));
  for (const { name } of left) {
    const folder = join(root, name);
    const files = (await entriesOf(folder)).map((entry) => join(folder, entry.name));
    const found = await Promise.all([folder, ...files].map((path) => unlessAbsent(stat(path))));
    const last = Math.max(...found.map((each) => each?.mtimeMs ?? 0));
    if (now - last > DEAD_AFTER) await rm(folder, { recursive: true, force: true });
  }
}
