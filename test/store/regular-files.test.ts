/** Links, pipes, devices and huge files where documents should be: named, in bounded time and memory. */
import { execFileSync } from "node:child_process";
import { mkdir, open, rm, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { sha256Hex } from "../../shared/digest.ts";
import { directoryStore } from "../../shared/store/directory.ts";
import { folderTree } from "../../shared/store/folder-tree.ts";
import { tempFolder } from "../temp.ts";

const AREA = "22824/143";

/** What may stand where a file should be, and how it gets there. */
const OTHERS: readonly (readonly [what: string, make: (path: string) => Promise<void> | void])[] = [
  ["a link to /dev/zero", (path) => symlink("/dev/zero", path)],
  ["a link to a file", (path) => symlink("file", path)],
  ["a link to nothing", (path) => symlink("nothing", path)],
  ["a pipe", (path) => void execFileSync("mkfifo", [path])],
];

async function folderWith(make: (path: string) => Promise<void> | void) {
  const folder = await tempFolder();
  await writeFile(join(folder.path, "file"), "hello");
  await make(join(folder.path, "inventory.json"));
  return folder;
}

// T21
describe.each(OTHERS)("%s", (_, make) => {
  test("is no file of a folder store, and is named", async () => {
    await using folder = await folderWith(make);
    const store = directoryStore(folder.path);
    for (const operation of ["read", "stat", "open"] as const) {
      await expect(store[operation]("inventory.json")).rejects.toThrow(
        /inventory\.json is a link, a pipe or a device where a file should be/,
      );
    }
    const staged = await store.stage(AREA, "document", Buffer.from("hello"));
    await expect(store.publish(staged, "inventory.json")).rejects.toMatchObject({ code: "no-regular-file" });
  });

  test("is among the others of a folder's tree, and never read", async () => {
    await using folder = await folderWith(make);
    const tree = folderTree(folder.path);
    expect(await tree.children("")).toEqual({ files: ["file"], folders: [], others: ["inventory.json"] });
    expect(await tree.read("inventory.json")).toBeUndefined();
    expect(await tree.open("inventory.json")).toBeUndefined();
  });

  test("is not taken for a staged file", async () => {
    await using folder = await tempFolder();
    const staging = join(folder.path, ".staging/files", AREA);
    await mkdir(staging, { recursive: true });
    await make(join(staging, `document.${sha256Hex("hello")}`));
    expect(await directoryStore(folder.path).listStaged(AREA)).toEqual([]);
  });
});

// T21
test("a document of gigabytes is not read", async () => {
  await using folder = await tempFolder();
  const path = join(folder.path, "inventory.json");
  const file = await open(path, "w");
  await file.truncate(3 * 1024 ** 3);
  await file.close();
  for (const place of [directoryStore(folder.path), folderTree(folder.path)]) {
    await expect(place.read("inventory.json")).rejects.toThrow(/has 3221225472 bytes.*It was not read/);
  }
  await rm(path);
});
