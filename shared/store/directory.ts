/** The store in a folder of one disk: files appear by hard links and renames, so each is whole or absent. */
import { createHash, randomUUID } from "node:crypto";
import { createReadStream } from "node:fs";
import { link, mkdir, open, readdir, readFile, rename, rm, stat, unlink } from "node:fs/promises";
import { dirname, join, resolve, sep } from "node:path";
import { sha256Hex } from "../digest.ts";
import { IntegrityError, StoreError } from "../errors.ts";
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
import { sweepStaging } from "./sweep.ts";

const STAGING = ".staging";

/**
 * Opens (and makes, with the first write) the store in a folder. Staging is `.staging/` in it, on the same disk;
 * staged files that nobody published within 30 days are removed here.
 */
export async function directoryStore(folder: string): Promise<ObjectStore> {
  const staging = join(folder, STAGING);
  await disk(() => sweepStaging(staging), staging);
  return new DirectoryStore(resolve(folder), folder);
}

class DirectoryStore implements ObjectStore {
  readonly location: string;
  readonly #folder: string;
  readonly #incoming: string;
  readonly #lock: string;

  constructor(folder: string, location: string) {
    this.location = location;
    this.#folder = folder;
    this.#incoming = join(folder, STAGING, "incoming");
    this.#lock = join(folder, STAGING, "lock");
  }

  async stage(area: string, identity: string, body: Body): Promise<StagedFile> {
    const home = this.#stagedPath(checkedKey(area));
    const name = checkedIdentity(identity);
    const incoming = await this.#write(body);
    const key = `${area}/${name}.${incoming.sha256}`;
    await disk(async () => {
      await mkdir(home, { recursive: true });
      await rename(incoming.path, this.#stagedPath(key));
    }, home);
    return { key, identity, sha256: incoming.sha256, size: incoming.size };
  }

  async listStaged(area: string): Promise<StagedFile[]> {
    const found: StagedFile[] = [];
    for await (const { key, size } of this.#walk(this.#stagedPath(checkedKey(area)), area)) {
      const [, identity, sha256] = /^(.+)\.([0-9a-f]{64})$/.exec(key.slice(area.length + 1)) ?? [];
      if (identity !== undefined && sha256 !== undefined) found.push({ key, identity, sha256, size });
    }
    return found;
  }

  async create(key: string, bytes: Uint8Array): Promise<"created" | "exists"> {
    const target = this.#path(key);
    const incoming = await this.#write(bytes);
    return disk(async () => {
      try {
        await mkdir(dirname(target), { recursive: true });
        await link(incoming.path, target);
        return "created";
      } catch (error) {
        if (hasCode(error, "EEXIST")) return "exists";
        throw error;
      } finally {
        await unlink(incoming.path);
      }
    }, target);
  }

  async replace(key: string, bytes: Uint8Array, tag: string): Promise<"replaced" | "changed"> {
    const target = this.#path(key);
    const incoming = await this.#write(bytes);
    const replaced = await withLock(this.#lock, () =>
      disk(async () => {
        const current = await this.read(key);
        if (current?.tag !== tag) return false;
        await rename(incoming.path, target);
        return true;
      }, target),
    );
    if (replaced) return "replaced";
    await disk(() => unlink(incoming.path), incoming.path);
    return "changed";
  }

  async publish(staged: StagedFile, key: string): Promise<void> {
    const source = this.#stagedPath(staged.key);
    const target = this.#path(key);
    const actual = await digestOf(source);
    if (actual !== undefined && actual !== staged.sha256) throw this.#otherBytes(key);
    const linked = await disk(async () => {
      await mkdir(dirname(target), { recursive: true });
      return linkNew(source, target);
    }, target);
    if (linked !== "linked") {
      // Somebody else, or a run before this one, was first.
      const there = await digestOf(target);
      if (there === undefined) {
        const text = `${staged.key} is not in the staging area of ${this.location} any more, where it is kept for 30 days`;
        throw new StoreError("staged-file-gone", text);
      }
      if (there !== staged.sha256) throw this.#otherBytes(key);
    }
    await disk(() => rm(source, { force: true }), source);
  }

  async read(key: string): Promise<ReadFile | undefined> {
    const path = this.#path(key);
    const bytes = await disk(() => unlessAbsent(readFile(path)), path);
    return bytes && { bytes, tag: sha256Hex(bytes) };
  }

  async open(key: string): Promise<OpenFile | undefined> {
    const there = await this.stat(key);
    return there && { size: there.size, body: createReadStream(this.#path(key)) };
  }

  async stat(key: string): Promise<FileStat | undefined> {
    const path = this.#path(key);
    const found = await disk(() => unlessAbsent(stat(path)), path);
    return found?.isFile() ? { size: found.size } : undefined;
  }

  async *list(prefix: string): AsyncIterable<ListedFile> {
    const folder = prefix === "" ? this.#folder : this.#path(prefix);
    yield* this.#walk(folder, prefix);
  }

  async children(prefix: string): Promise<Children> {
    const folder = prefix === "" ? this.#folder : this.#path(prefix);
    const entries = (await entriesOf(folder)).filter(({ name }) => prefix !== "" || name !== STAGING);
    const keys = (folders: boolean): string[] =>
      entries
        .filter((entry) => entry.isDirectory() === folders)
        .map(({ name }) => (prefix === "" ? name : `${prefix}/${name}`))
        .toSorted(byBytes);
    return { files: keys(false), folders: keys(true) };
  }

  #path(key: string): string {
    return join(this.#folder, ...checkedKey(key).split("/"));
  }

  #stagedPath(key: string): string {
    return join(this.#folder, STAGING, "files", ...key.split("/"));
  }

  /** Writes a body to a new file of the staging area, on the disk itself when it returns. */
  async #write(body: Body): Promise<{ path: string; sha256: string; size: number }> {
    const path = join(this.#incoming, randomUUID());
    const hash = createHash("sha256");
    let size = 0;
    const handle = await disk(async () => {
      await mkdir(this.#incoming, { recursive: true });
      return open(path, "wx");
    }, this.#incoming);
    try {
      for await (const chunk of body instanceof Uint8Array ? [body] : body) {
        hash.update(chunk);
        size += chunk.byteLength;
        await disk(() => handle.writeFile(chunk), path);
      }
      await disk(() => handle.sync(), path);
    } catch (error) {
      await handle.close();
      await rm(path, { force: true });
      throw error;
    }
    await disk(() => handle.close(), path);
    return { path, sha256: hash.digest("hex"), size };
  }

  #otherBytes(key: string): IntegrityError {
    const message = `${key} in ${this.location} holds other bytes than the version says. Run \`ticketvault verify\`.`;
    return new IntegrityError("digest-mismatch", message);
  }

  async *#walk(folder: string, prefix: string): AsyncIterable<ListedFile> {
    // A folder sorts as its name with a slash, which is how the full keys sort by bytes.
    const entries = (await entriesOf(folder))
      .filter(({ name }) => folder !== this.#folder || name !== STAGING)
      .map((entry) => ({ entry, order: entry.isDirectory() ? `${entry.name}/` : entry.name }))
      .toSorted((a, b) => byBytes(a.order, b.order));
    for (const { entry } of entries) {
      const key = prefix === "" ? entry.name : `${prefix}/${entry.name}`;
      const path = `${folder}${sep}${entry.name}`;
      if (entry.isDirectory()) {
        yield* this.#walk(path, key);
      } else {
        const found = await disk(() => unlessAbsent(stat(path)), path);
        if (found !== undefined) yield { key, size: found.size };
      }
    }
  }
}

async function linkNew(source: string, target: string): Promise<"linked" | "exists" | "gone"> {
  try {
    await link(source, target);
    return "linked";
  } catch (error) {
    if (hasCode(error, "EEXIST")) return "exists";
    if (hasCode(error, "ENOENT")) return "gone";
    throw error;
  }
}

/** The SHA-256 of a file; undefined when it is absent. */
async function digestOf(path: string): Promise<string | undefined> {
  const hash = createHash("sha256");
  return disk(async () => {
    const handle = await unlessAbsent(open(path));
    if (handle === undefined) return undefined;
    for await (const chunk of handle.createReadStream()) hash.update(chunk);
    return hash.digest("hex");
  }, path);
}

async function entriesOf(folder: string) {
  return (await disk(() => unlessAbsent(readdir(folder, { withFileTypes: true })), folder)) ?? [];
}

async function unlessAbsent<T>(promise: Promise<T>): Promise<T | undefined> {
  try {
    return await promise;
  } catch (error) {
    if (hasCode(error, "ENOENT") || hasCode(error, "ENOTDIR") || hasCode(error, "EISDIR")) return undefined;
    throw error;
  }
}
