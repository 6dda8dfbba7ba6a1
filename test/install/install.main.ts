/**
 * `npm run test:install -- [--only NAME[,NAME]] [ARGUMENTS]`: what README.md and docs/deploy.md say, in a fresh clone of the
 * last commit, with the versions of Node and npm that people have. ARGUMENTS go to the clone's `npm test`.
 */
import assert from "node:assert/strict";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { COMBINATIONS, type Combination, type Shell, shellOf } from "./combinations.ts";
import { typeDocuments } from "./documents.ts";
import { tryPackage } from "./package.ts";

const ROOT = join(import.meta.dirname, "../..");

/** Words in which npm and Node tell a newcomer of something that they need not look at. */
const WARNING = /warn|deprecat|unsupported|vulnerab|funding|error/i;

async function tryCombination(combination: Combination, testArguments: readonly string[]): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), "ticketvault-install-"));
  try {
    const shell = await shellOf(combination, folder);
    await shell("git", ["clone", "--quiet", ROOT, "clone"], folder);
    await tryClone(combination, shell, join(folder, "clone"), testArguments);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function tryClone(
  { name, npm, node, tests = false, packed = false }: Combination,
  shell: Shell,
  clone: string,
  testArguments: readonly string[],
): Promise<void> {
  const versions = await Promise.all([
    shell("node", ["--version"], clone),
    shell("npm", ["--version"], clone),
  ]);
  assert.deepEqual(versions, [`v${node}\n`, `${npm}\n`]);

  const installed = await step(`${name}: npm ci`, () => shell("npm", ["ci"], clone));
  assert.doesNotMatch(installed, WARNING);

  const started = await step(`${name}: npm start`, () => shell("npm", ["start"], clone));
  assert.match(started, /5\. Verifying every byte[\s\S]*: valid\n/);
  assert.doesNotMatch(started, WARNING);

  const told = await step(`${name}: npx ticketvault`, () => shell("npx", ["ticketvault", "verify"], clone));
  assert.match(told, /valid/);

  const synthesized = await step(`${name}: npx cdk list`, () =>
    shell("npx", ["cdk", "list", "-c", "ticketvault.orgId=22824"], clone),
  );
  assert.match(synthesized, /^Ticketvault$/m);

  if (packed) await step(`${name}: npm pack`, () => tryPackage(shell, clone));
  if (tests) await step(`${name}: npm test`, () => shell("npm", ["test", "--", ...testArguments], clone));
  if (packed) await step(`${name}: the documents' commands`, () => typeDocuments(shell, clone));
}

async function step(name: string, run: () => Promise<string>): Promise<string> {
  const started = performance.now();
  const output = await run();
  process.stdout.write(`${name}: ${((performance.now() - started) / 1000).toFixed(0)} s\n`);
  return output;
}

/** The combinations asked for, and what is left of the arguments. */
function asked(args: readonly string[]) {
  const [flag, names = "", ...others] = args;
  if (flag !== "--only") return { chosen: COMBINATIONS, testArguments: args };
  const chosen = names.split(",").map((name) => {
    const combination = COMBINATIONS.find((each) => each.name === name);
    assert(combination, `"${name}" is none of ${COMBINATIONS.map((each) => each.name).join(", ")}`);
    return combination;
  });
  return { chosen, testArguments: others };
}

const { chosen, testArguments } = asked(process.argv.slice(2));
for (const combination of chosen) await tryCombination(combination, testArguments);
