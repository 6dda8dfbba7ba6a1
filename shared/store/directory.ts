/** The store in a folder of one disk: files appear by hard links and renames, so each is whole or absent. Where there are no hard links, they are moved under the lock. */
import { mkdir, rename, rm } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import { sha256Hex } from "../digest.ts";
import { type Logger, silentLogger } from "../log.ts";
import {
  bytesOf,
  digestOf,
  entriesOf,
  lentBytesOf,
  linkNew,
  moveNew,
  unlessAbsent,
  walk,
  writeIncoming,
} from "./directory-files.ts";
import { disk, hasCode } from "./disk.ts";
import { byBytes, checkedIdentity, checkedKey } from "./key.ts";
import { withLock } from "./lock.ts";
import type {
  Body,
  Children,
  FileStat,
  ListedFile,
  ObjectStore,
  OpenFile,
  ReadFile,
  StagedFile,
} from "./object-store.ts";
import { readRegular, sizeOfRegular, sizeOfRegularSync } from "./regular-file.ts";
import { otherBytes, stagedFileDamaged, stagedFileGone } from "./store-errors.ts";
import { sweepStaging } from "./sweep.ts";

const STAGING = ".staging";

/**
 * The store in a folder, which the first write makes. Staging is `.staging/` in it, on the same disk; who stages there
 * first removes what nobody published within 30 days; what it could not remove it logs.
 */
export function directoryStore(folder: string, log: Logger = silentLogger): ObjectStore {
  return new DirectoryStore(resolve(folder), folder, log);
}

class DirectoryStore implements ObjectStore {
  readonly location: string;
  readonly #folder: string;
  readonly #staging: string;
  readonly #log: Logger;
  #swept: Promise<void> | undefined;

  constructor(folder: string, location: string, log: Logger) {
    this.location = location;
    this.#folder = folder;
    this.#log = log;
    this.#staging = join(folder, STAGING);
  }

  async stage(area: string, identity: string, body: Body): Promise<StagedFile> {
    const home = this.#stagedPath(checkedKey(area));
    const name = checkedIdentity(identity);
    this.#swept ??= sweepStaging(this.#staging, this.#log);
    await this.#swept;
    const { path, sha256, size } = await this.#write(body);
    const key = `${area}/${name}.${sha256}`;
    await disk(() => moveInto(home, path, this.#stagedPath(key)), home);
    return { key, identity, sha256, size, stagedAt: Date.now() };
  }

  async listStaged(area: string): Promise<StagedFile[]> {
    const found: StagedFile[] = [];
    for await (const file of walk(this.#stagedPath(checkedKey(area)), area)) {
      const { key, size, writtenAt, isRegular } = file;
      const [, identity, sha256] = /^(.+)\.([0-9a-f]{64})$/.exec(key.slice(area.length + 1)) ?? [];
      if (identity === undefined || sha256 === undefined || !isRegular) continue;
      found.push({ key, identity, sha256, size, stagedAt: writtenAt });
    }
    return found;
  }

  async create(key: string, bytes: Uint8Array): Promise<"created" | "exists"> {
    const target = this.#path(key);
    const { path } = await this.#write(bytes);
    return disk(async () => {
      try {
        await mkdir(dirname(target), { recursive: true });
        return (await this.#place(path, target)) === "linked" ? "created" : "exists";
      } finally {
        await rm(path, { force: true });
      }
    }, target);
  }

  async replace(key: string, bytes: Uint8Array, tag: string): Promise<"replaced" | "changed"> {
    const target = this.#path(key);
    const { path } = await this.#write(bytes);
    const replaceIfSame = async (): Promise<"replaced" | "changed"> => {
      const current = await this.read(key);
      if (current?.tag !== tag) return "changed";
      await rename(path, target);
      return "replaced";
    };
    return disk(async () => {
      try {
        return await withLock(join(this.#staging, "lock"), replaceIfSame);
      } finally {
        await rm(path, { force: true });
      }
    }, target);
  }

  async publish(staged: StagedFile, key: string): Promise<void> {
    const source = this.#stagedPath(staged.key);
    const target = this.#path(key);
    const actual = await digestOf(source);
    const isSound = actual === undefined || actual === staged.sha256;
    if (!isSound) {
      // Removed is only what its own name contradicts.
      if (!staged.key.endsWith(`.${staged.sha256}`)) throw otherBytes(key, this.location);
      await disk(() => rm(source, { force: true }), source);
    }
    const link = async (): Promise<"linked" | "exists" | "gone"> => {
      await mkdir(dirname(target), { recursive: true });
      return this.#place(source, target);
    };
    const linked = isSound ? await disk(link, target) : "gone";
    if (linked !== "linked") {
      // Somebody else, or a run before this one, was first.
      const there = await digestOf(target);
      if (there === undefined)
        throw isSound ? stagedFileGone(staged, this.location) : stagedFileDamaged(staged, this.location);
      if (there !== staged.sha256) throw otherBytes(key, this.location);
    }
    await disk(() => rm(source, { force: true }), source);
  }

  async read(key: string): Promise<ReadFile | undefined> {
    const path = this.#path(key);
    const bytes = await disk(() => unlessAbsent(readRegular(path)), path);
    return bytes && { bytes, tag: sha256Hex(bytes), held: false };
  }

  async open(key: string, lent?: "lent"): Promise<OpenFile | undefined> {
    const path = this.#path(key);
    const sizeOf = async () => (lent ? sizeOfRegularSync(path) : sizeOfRegular(path));
    const size = await disk(() => unlessAbsent(sizeOf()), path);
    return size === undefined ? undefined : { size, body: lent ? lentBytesOf(path) : bytesOf(path) };
  }

  async stat(key: string): Promise<FileStat | undefined> {
    const path = this.#path(key);
    const size = await disk(() => unlessAbsent(sizeOfRegular(path)), path);
    return size === undefined ? undefined : { size };
  }

  async *list(prefix: string): AsyncIterable<ListedFile> {
    const hidden = prefix === "" ? STAGING : undefined;
    for await (const { key, size } of walk(this.#folderPath(prefix), prefix, hidden)) yield { key, size };
  }

  async children(prefix: string): Promise<Children> {
    const entries = (await entriesOf(this.#folderPath(prefix))).filter(
      ({ name }) => prefix !== "" || name !== STAGING,
    );
    const keys = (folders: boolean): string[] =>
      entries
        .filter((entry) => entry.isDirectory() === folders)
        .map(({ name }) => (prefix === "" ? name : `${prefix}/${name}`))
        .toSorted(byBytes);
    return { files: keys(false), folders: keys(true) };
  }

  unknownServer(): Promise<undefined> {
    return Promise.resolve(undefined);
  }

  underHold(): ObjectStore {
    return this;
  }

  #place(source: string, target: string): ReturnType<typeof linkNew> {
    return linkNew(source, target, (from, to) =>
      withLock(join(this.#staging, "lock"), () => moveNew(from, to)),
    );
  }

  #path(key: string): string {
    return join(this.#folder, ...checkedKey(key).split("/"));
  }

  #folderPath(prefix: string): string {
    return prefix === "" ? this.#folder : this.#path(prefix);
  }

  #stagedPath(key: string): string {
    return join(this.#staging, "files", ...key.split("/"));
  }

  #write(body: Body) {
    return writeIncoming(join(this.#staging, "incoming"), body);
  }
}

/** Moves a file into a folder that may not be there yet, or that a sweep takes away just now. */
async function moveInto(folder: string, from: string, to: string): Promise<void> {
  for (let tries = 1; ; tries += 1) {
    await mkdir(folder, { recursive: true });
    try {
      return await rename(from, to);
    } catch (error) {
      if (!hasCode(error, "ENOENT") || tries === 3) throw error;
    }
  }
}
