/** U2: what a stranger does with the package alone: installs it into an empty folder and calls it from another. */
import assert from "node:assert/strict";
import { mkdir, readdir, stat } from "node:fs/promises";
import { dirname, join } from "node:path";
import type { Shell } from "./combinations.ts";

const MOST_BYTES = 3_000_000;

/** Archives, verifies and exports the sandbox's ticket 143, with nothing but relative paths. */
const MAIN_JOB = `set -eu
ticketvault sandbox --port 4188 --tickets 3 > sandbox.txt & trap 'kill $!' EXIT
for second in $(seq 60); do grep -q attachment-host sandbox.txt && break; sleep 1; done
eval "$(grep -o 'export TICKETVAULT_.*' sandbox.txt)"
account="$(grep -o -e '--org .*' sandbox.txt)"
ticketvault archive 143 $account --store "my vault"
ticketvault verify --store "my vault"
ticketvault export --matter M --requested-by W --reason R --tickets 143 --org 22824 --store "my vault" --out "my exports"
ticketvault verify "my exports"/*/*.zip
`;

/** @returns all that was written */
export async function tryPackage(shell: Shell, clone: string): Promise<string> {
  const folder = dirname(clone);
  await shell("npm", ["pack", "--silent", "--pack-destination", folder], clone);
  const tarball = (await readdir(folder)).find((name) => name.endsWith(".tgz")) ?? "no package";
  const { size } = await stat(join(folder, tarball));
  assert(size < MOST_BYTES, `${tarball} has ${size} bytes`);

  const [empty, third] = [join(folder, "empty"), join(folder, "third folder")];
  await Promise.all([mkdir(empty), mkdir(third)]);
  const installed = await shell(
    "npm",
    ["install", "--loglevel=error", "--prefix", empty, join(folder, tarball)],
    empty,
  );
  const said = await shell("sh", ["-c", `PATH="${empty}/node_modules/.bin:$PATH"\n${MAIN_JOB}`], third);
  assert.match(said, /valid/);
  const made = await readdir(third);
  assert(made.includes("my exports") && made.includes("my vault"), `made in ${third}: ${made.join(", ")}`);

  const once = await shell(
    "npx",
    ["--yes", "--package", join(folder, tarball), "ticketvault", "--version"],
    third,
  );
  assert.match(once, /^\d+\.\d+\.\d+$/m);
  return installed + said + once;
}
