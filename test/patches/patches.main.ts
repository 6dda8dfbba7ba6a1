/** `npm run test:patches [words]`: breaks a copy of the tree, one patch after the other; each must make its tests fail. */
import { availableParallelism } from "node:os";
import pMap from "p-map";
import { type Copy, copyOfTree } from "./copy.ts";
import type { Patch } from "./patch.ts";
import { PATCHES } from "./patches.ts";

const AT_ONCE = Math.min(4, availableParallelism());

const words = process.argv.slice(2);
const patches = PATCHES.filter(({ name }) => words.every((word) => name.includes(word)));

/** What is wrong; undefined when the patch dies as it should. */
async function survival(copy: Copy, patch: Patch): Promise<string | undefined> {
  try {
    const failing = await copy.patched(patch, () => copy.failing(patch.killedBy));
    const green = patch.killedBy.filter((file) => !failing.includes(file));
    return green.length === 0 ? undefined : `survives ${green.join(", ")}`;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

const copies = await Promise.all(Array.from({ length: AT_ONCE }, copyOfTree));
try {
  const testFiles = [...new Set(patches.flatMap(({ killedBy }) => killedBy))];
  const red = (await copies[0]?.failing(testFiles)) ?? [];
  if (red.length > 0) throw new Error(`Without any patch these fail: ${red.join(", ")}`);
  let survivors = 0;
  await pMap(
    patches,
    async (patch) => {
      const copy = copies.pop();
      if (copy === undefined) throw new Error("There are fewer copies than patches at once.");
      const wrong = await survival(copy, patch);
      copies.push(copy);
      if (wrong !== undefined) survivors += 1;
      process.stdout.write(
        `${wrong === undefined ? "dies" : "LIVES"}  ${patch.name}${wrong ? `: ${wrong}` : ""}\n`,
      );
    },
    { concurrency: AT_ONCE },
  );
  process.stdout.write(`${patches.length - survivors} of ${patches.length} patches die\n`);
  process.exitCode = survivors === 0 && patches.length > 0 ? 0 : 1;
} finally {
  await Promise.all(copies.map((copy) => copy[Symbol.asyncDispose]()));
}
