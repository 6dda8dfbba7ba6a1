/** The index of tickets in a file: the conformance suite, and what goes wrong with files. */
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { sqliteIndex } from "../../shared/sync/sqlite-index.ts";
import { tempFolder } from "../temp.ts";
import { ticketIndexConformance } from "./conformance.ts";

ticketIndexConformance("a file of SQLite's", async () => {
  const folder = await tempFolder();
  const path = join(folder.path, "tickets.sqlite");
  const index = sqliteIndex(path);
  return {
    index,
    another: () => sqliteIndex(path),
    async close() {
      index[Symbol.dispose]();
      await folder[Symbol.asyncDispose]();
    },
  };
});

test("a file that is none of ours is left as it is, and the way out is named", async () => {
  await using folder = await tempFolder();
  const path = join(folder.path, "notes.txt");
  await writeFile(path, "These are notes of mine, and they are longer than a header.".repeat(100));
  expect(() => sqliteIndex(path)).toThrow(/no index of tickets.*index rebuild/);
  expect((await readFile(path, "utf8")).startsWith("These are notes")).toBe(true);
});

test("a folder that is not there is named", () => {
  expect(() => sqliteIndex("/nowhere/at/all/tickets.sqlite")).toThrow(/cannot be opened/);
});
