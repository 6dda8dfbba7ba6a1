/** A staged file that is replaced by the same bytes while it is published: hard links and renames at once. */
import { rename, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, it } from "vitest";
import { linkNew } from "../../shared/store/directory-files.ts";
import { tempFolder } from "../temp.ts";

it("a file that is being replaced is never taken for gone", async () => {
  await using folder = await tempFolder();
  const source = join(folder.path, "source");
  await writeFile(source, "bytes");
  let done = false;
  const replaceForever = async (_: unknown, index: number): Promise<void> => {
    while (!done) {
      const next = join(folder.path, `next-${index}`);
      await writeFile(next, "bytes");
      await rename(next, source);
    }
  };
  const replacing = [1, 2].map(replaceForever);

  const outcomes = new Set<string>();
  for (let i = 0; i < 20_000; i += 1) outcomes.add(await linkNew(source, join(folder.path, `target-${i}`)));
  done = true;
  await Promise.all(replacing);

  expect([...outcomes]).toEqual(["linked"]);
});
