/** The patches apply to the source as it is, and cover every place at which a counted event is logged. */
import { existsSync, globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { PATCHES } from "./patches.ts";

const ROOT = join(import.meta.dirname, "../..");
const read = (file: string): string => readFileSync(join(ROOT, file), "utf8");

it.each(PATCHES)("$name: it applies once, and its tests are there", ({ file, from, killedBy }) => {
  expect(read(file).split(from)).toHaveLength(2);
  expect(killedBy.filter((test) => !existsSync(join(ROOT, test)))).toEqual([]);
});

it("each place that logs a counted event has its patch", () => {
  const files = globSync("{shared,functions}/**/*.ts", { cwd: ROOT });
  const places = files.flatMap((file) =>
    [...read(file).matchAll(/LOG_EVENTS\.\w+/g)].map(([name]) => `${file} ${name}`),
  );
  const patched = PATCHES.flatMap(
    ({ file, from }) => /LOG_EVENTS\.\w+/.exec(from)?.map((name) => `${file} ${name}`) ?? [],
  );

  expect(places.length).toBeGreaterThan(10);
  expect(patched.toSorted()).toEqual(places.toSorted());
});
