/** The two trees that the validator walks: a folder and a store give the same view of the same files. */
import { mkdir, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import type { Tree } from "../../shared/ocfl/tree.ts";
import { directoryStore } from "../../shared/store/directory.ts";
import { folderTree } from "../../shared/store/folder-tree.ts";
import { storeTree } from "../../shared/store/store-tree.ts";
import { tempFolder } from "../temp.ts";

async function bytesOf(tree: Tree, path: string): Promise<string | undefined> {
  const body = await tree.open(path);
  if (body === undefined) return undefined;
  const chunks: Uint8Array[] = [];
  for await (const chunk of body) chunks.push(chunk);
  return Buffer.concat(chunks).toString();
}

test("a folder and a store give children, bytes and absence alike", async () => {
  await using folder = await tempFolder();
  await mkdir(join(folder.path, "a/empty"), { recursive: true });
  await writeFile(join(folder.path, "a/b.txt"), "hello");
  await writeFile(join(folder.path, "a/\u{1f600}"), "");
  await writeFile(join(folder.path, "a/\ufffd"), "");

  for (const tree of [folderTree(folder.path), storeTree(directoryStore(folder.path))]) {
    expect(await tree.children("a")).toEqual({
      files: ["a/b.txt", "a/\ufffd", "a/\u{1f600}"],
      folders: ["a/empty"],
      others: [],
    });
    expect(await tree.children("nowhere")).toEqual({ files: [], folders: [], others: [] });
    expect(Buffer.from((await tree.read("a/b.txt")) ?? []).toString()).toBe("hello");
    expect(await bytesOf(tree, "a/b.txt")).toBe("hello");
    expect([await tree.read("a/c"), await tree.open("a/c"), await tree.open("a/empty")]).toEqual([
      undefined,
      undefined,
      undefined,
    ]);
  }
});

test("what is neither file nor folder, or has a key of no store, is among the others", async () => {
  await using folder = await tempFolder();
  await writeFile(join(folder.path, "back\\slash"), "");
  await symlink("back\\slash", join(folder.path, "link"));

  expect((await folderTree(folder.path).children("")).others).toEqual(["link"]);
  expect((await storeTree(directoryStore(folder.path)).children("")).others).toEqual(["back\\slash"]);
});
