/** The validator on real folders, and on objects that another OCFL implementation wrote. */
import { mkdir, mkdtemp, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { validateObject } from "../../shared/ocfl/validator/validator.ts";
import { folderTree } from "../../shared/store/folder-tree.ts";
import { buildObject } from "./fixtures.ts";
import { otherObject } from "./other-implementation.ts";

let folder = "";
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "ocfl-validate-"));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

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
    expect(await validateObject(folderTree(folder), "", { mode: "full" })).toMatchObject({
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
    const { findings } = await validateObject(folderTree(folder), "", { mode: "full" });
    expect(findings.map(({ code, path }) => [code, path])).toEqual([
      ["E092", "v1/content/dir/b.bin"],
      ["E090", "v1/content/link"],
      ["E024", "v2/content/empty"],
    ]);
  });
});

/** What is used here of the package's classes, which come without types. */
describe("another implementation (@ocfl/ocfl)", () => {
  const open = (name: string) => otherObject(join(folder, name), "urn:example:other", "sha512");

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
    const { findings, head, files } = await validateObject(folderTree(join(folder, "object")), "", {
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
    expect((await validateObject(folderTree(join(folder, "ours")), "", { mode: "full" })).findings).toEqual(
      [],
    );
    expect(await open("ours").getFile("b.txt").text()).toBe("hello");
    expect(await open("ours").getFile("a.txt", "v1").text()).toBe("hello");
  });
});
