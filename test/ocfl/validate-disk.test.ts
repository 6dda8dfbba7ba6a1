/** The validator on real folders, and on objects that another OCFL implementation wrote. */
import { createReadStream, createWriteStream } from "node:fs";
import {
  copyFile,
  mkdir,
  mkdtemp,
  readdir,
  readFile,
  rename,
  rm,
  stat,
  symlink,
  writeFile,
} from "node:fs/promises";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { joinPath, type Tree, type TreeChildren } from "../../shared/ocfl/tree.ts";
import { validateObject } from "../../shared/ocfl/validate.ts";
import { buildObject } from "./fixtures.ts";

let folder = "";
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "ocfl-validate-"));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

/** A folder on disk as a tree; links are not followed. */
function diskTree(top: string): Tree {
  return {
    async children(path): Promise<TreeChildren> {
      const entries = await readdir(join(top, path), { withFileTypes: true });
      const paths = (found: typeof entries) => found.map(({ name }) => joinPath(path, name));
      return {
        files: paths(entries.filter((entry) => entry.isFile())),
        folders: paths(entries.filter((entry) => entry.isDirectory())),
        others: paths(entries.filter((entry) => !entry.isFile() && !entry.isDirectory())),
      };
    },
    read: (path) => readFile(join(top, path)),
    open: async (path) => createReadStream(join(top, path)),
  };
}

describe("an object on disk", () => {
  const plan = {
    versions: [{ "a.txt": "hello", "dir/b.bin": "x".repeat(200_000) }, { "a.txt": "hello again" }],
    specs: ["1.1"],
  } as const;

  beforeEach(async () => {
    for (const [path, bytes] of buildObject(plan)) {
      await mkdir(dirname(join(folder, path)), { recursive: true });
      await writeFile(join(folder, path), bytes);
    }
  });

  it("is sound, and every byte was read", async () => {
    expect(await validateObject(diskTree(folder), "", { mode: "full" })).toMatchObject({
      findings: [],
      files: 3,
      bytes: 200_016,
    });
  });

  it("has a flipped bit, an empty folder and a link found", async () => {
    const bytes = await readFile(join(folder, "v1/content/dir/b.bin"));
    bytes[100_000] = (bytes[100_000] ?? 0) ^ 1;
    await writeFile(join(folder, "v1/content/dir/b.bin"), bytes);
    await mkdir(join(folder, "v2/content/empty"));
    await symlink("a.txt", join(folder, "v1/content/link"));
    const { findings } = await validateObject(diskTree(folder), "", { mode: "full" });
    expect(findings.map(({ code, path }) => [code, path])).toEqual([
      ["E092", "v1/content/dir/b.bin"],
      ["E090", "v1/content/link"],
      ["E024", "v2/content/empty"],
    ]);
  });
});

/** What is used here of the package's classes, which come without types. */
interface OtherImplementation {
  readonly OcflStore: new () => object;
  readonly OcflObjectImpl: new (
    config: { root: string; workspace: string; id: string; digestAlgorithm: string; ocflVersion: string },
    store: object,
  ) => {
    update(work: (change: OtherChange) => Promise<void>): Promise<void>;
    getFile(path: string, version?: string): { text(): Promise<string> };
  };
}
interface OtherChange {
  write(path: string, text: string): Promise<void>;
  copy(from: string, to: string): Promise<void>;
  remove(path: string): Promise<void>;
  commit(info: object): Promise<void>;
}

/** The package leaves the medium to its user: here the disk, by just the calls that it makes. */
function diskStore({ OcflStore }: OtherImplementation): object {
  return Object.assign(new OcflStore(), {
    stat: (path: string) => stat(path),
    readdir: (path: string) => readdir(path),
    readFile: (path: string, options: BufferEncoding) => readFile(path, options),
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

describe("another implementation (@ocfl/ocfl)", () => {
  const require = createRequire(import.meta.url);
  const other = require("@ocfl/ocfl") as OtherImplementation;
  const open = (name: string) =>
    new other.OcflObjectImpl(
      {
        root: join(folder, name),
        workspace: join(folder, `${name}.work`),
        id: "urn:example:other",
        digestAlgorithm: "sha512",
        ocflVersion: "1.1",
      },
      diskStore(other),
    );

  it("writes objects that are sound here", async () => {
    const object = open("object");
    await object.update(async (change) => {
      await change.write("a.txt", "hello");
      await change.write("dir/b.txt", "world");
    });
    await object.update(async (change) => {
      await change.write("a.txt", "hello again");
      await change.copy("dir/b.txt", "copy.txt");
    });
    const { findings, head, files } = await validateObject(diskTree(join(folder, "object")), "", {
      mode: "full",
    });
    expect(findings.filter(({ severity }) => severity === "error")).toEqual([]);
    expect([head, files]).toEqual(["v2", 3]);
  });

  it("reads the objects that are sound here", async () => {
    const files = buildObject({ versions: [{ "a.txt": "hello" }, { "b.txt": "hello" }], specs: ["1.1"] });
    for (const [path, bytes] of files) {
      await mkdir(dirname(join(folder, "ours", path)), { recursive: true });
      await writeFile(join(folder, "ours", path), bytes);
    }
    expect((await validateObject(diskTree(join(folder, "ours")), "", { mode: "full" })).findings).toEqual([]);
    expect(await open("ours").getFile("b.txt").text()).toBe("hello");
    expect(await open("ours").getFile("a.txt", "v1").text()).toBe("hello");
  });
});
