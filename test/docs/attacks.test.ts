/** The table of attacks in docs/evidence.md: each row names a test that is there. */
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, it } from "vitest";

const ROOT = join(import.meta.dirname, "../..");

it("names for each of at least 30 attacks a test, which is found by its words", async () => {
  const page = await readFile(join(ROOT, "docs/evidence.md"), "utf8");
  const rows = [...page.matchAll(/^\| (\d+) \|.*\| `(test\/[^`]+)` (.*) \|$/gm)];

  const lost: string[] = [];
  for (const [, number, file = "", words = ""] of rows) {
    const text = await readFile(join(ROOT, file), "utf8").catch(() => "");
    if (!text.includes(words)) lost.push(`${number}: ${file} has no "${words}"`);
  }

  expect(lost).toEqual([]);
  expect(rows.length).toBeGreaterThanOrEqual(30);
  expect(rows.map(([, number]) => Number(number))).toEqual(rows.map((_, index) => index + 1));
});
