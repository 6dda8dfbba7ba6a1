/** Another implementation of OCFL, the npm package @ocfl/ocfl, typed as far as the tests use it, with a disk. */
import { createReadStream, createWriteStream } from "node:fs";
import { copyFile, mkdir, readdir, readFile, rename, rm, stat } from "node:fs/promises";
import { createRequire } from "node:module";
import { dirname } from "node:path";

/** What is used here of the package's classes, which come without types. */
interface OtherImplementation {
  readonly OcflStore: new () => object;
  readonly OcflObjectImpl: new (
    config: { root: string; workspace: string; id: string; digestAlgorithm: string; ocflVersion: string },
    store: object,
  ) => {
    update(work: (change: OtherChange) => Promise<void>): Promise<void>;
    getInventory(version?: string): Promise<{ readonly head: string; readonly id: string }>;
    files(version?: string): Promise<Iterable<{ readonly logicalPath: string }>>;
    getFile(path: string, version?: string): OtherFile;
  };
}

interface OtherFile {
  text(): Promise<string>;
  buffer(): Promise<Buffer>;
}

interface OtherChange {
  write(path: string, text: string): Promise<void>;
  copy(from: string, to: string): Promise<void>;
  remove(path: string): Promise<void>;
  commit(info: object): Promise<void>;
}

const require = createRequire(import.meta.url);
const otherImplementation = require("@ocfl/ocfl") as OtherImplementation;

/** The package leaves the medium to its user: here the disk, by just the calls that it makes. */
function otherDisk(): object {
  return Object.assign(new otherImplementation.OcflStore(), {
    stat: (path: string) => stat(path),
    readdir: (path: string) => readdir(path),
    readFile: (path: string, options: BufferEncoding) => readFile(path, options),
    createReadable: async (path: string) => createReadStream(path),
    createReadStream: async (path: string) => createReadStream(path),
    createWriteStream: async (path: string) => createWriteStream(path),
    copyFile: async (from: string, to: string) => {
      await mkdir(dirname(to), { recursive: true });
      await copyFile(from, to);
    },
    mkdir: (path: string) => mkdir(path, { recursive: true }),
    move: (from: string, to: string) => rename(from, to),
    remove: (path: string) => rm(path, { recursive: true, force: true }),
  });
}

/** An object on disk, through the other implementation. */
export function otherObject(root: string, id: string, digestAlgorithm: "sha256" | "sha512") {
  const config = { root, workspace: `${root}.work`, id, digestAlgorithm, ocflVersion: "1.1" };
  return new otherImplementation.OcflObjectImpl(config, otherDisk());
}
