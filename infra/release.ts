/**
 * `npm run release -- VERSION`: everything of a release in one command, without publishing it: changelog, version, tag, and in
 * `release/VERSION/` the package, its bill of materials (CycloneDX), the notices of what the functions contain, and checksums.
 */
import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { cp, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { bundleFunction, type FunctionName } from "./bundle.ts";
import { closeChangelog } from "./changelog.ts";

const ROOT = resolve(import.meta.dirname, "..");

/** What the package is called where it would be published: the plain name there is not ours. */
const PUBLISHED_NAME = "@ticketvault/cli";

/** Numbers with dots between them, and what comes before a release: 1.2.0, 1.2.0-rc.1. */
const VERSION = /^(0|[1-9]\d*)\.(0|[1-9]\d*)\.(0|[1-9]\d*)(-[0-9A-Za-z.-]+)?$/;

async function release(version: string, date: string): Promise<string> {
  checkBefore(version);
  const out = join(ROOT, "release", version);
  await rm(out, { recursive: true, force: true });
  await mkdir(out, { recursive: true });

  const { changelog, section } = closeChangelog(
    await readFile(join(ROOT, "CHANGELOG.md"), "utf8"),
    version,
    date,
  );
  run("npm", "version", version, "--no-git-tag-version", "--allow-same-version");
  await writeFile(join(ROOT, "CHANGELOG.md"), changelog);

  pack(out);
  await writeFile(join(out, "CHANGES.md"), `${section}\n`);
  const bill = run("npm", "sbom", "--sbom-format", "cyclonedx", "--omit", "dev", "--package-lock-only");
  await writeFile(join(out, "sbom.cdx.json"), bill);
  await copyNotices(out);
  await writeFile(join(out, "SHA256SUMS"), await checksums(out));

  run("git", "commit", "--quiet", "--message", `chore(release): ${version}`, "--", ".");
  run("git", "tag", "--annotate", `v${version}`, "--message", `Ticketvault ${version}\n\n${section}`);
  return out;
}

/** @throws an error that says why nothing was begun */
function checkBefore(version: string): void {
  if (!VERSION.test(version))
    throw new Error(`"${version}" is no version such as 1.2.0: npm run release -- 1.2.0`);
  const changed = run("git", "status", "--porcelain").trim();
  if (changed !== "") throw new Error(`Commit or remove these first:\n${changed}`);
  if (run("git", "tag", "--list", `v${version}`).trim() !== "")
    throw new Error(`The tag v${version} is there already.`);
}

/** Under its published name, which only the package has. */
function pack(out: string): void {
  const name = run("npm", "pkg", "get", "name").trim();
  run("npm", "pkg", "set", `name=${PUBLISHED_NAME}`);
  try {
    run("npm", "pack", "--silent", "--pack-destination", out);
  } finally {
    run("npm", "pkg", "set", `name=${JSON.parse(name)}`);
  }
}

/** One file for each function, as its bundle holds it. */
async function copyNotices(out: string): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), "ticketvault-release-"));
  try {
    for (const name of await readdir(join(ROOT, "functions"))) {
      if (name === "common") continue;
      bundleFunction(name as FunctionName, join(folder, name));
      await cp(join(folder, name, "NOTICES.txt"), join(out, `NOTICES-${name}.txt`));
    }
  } finally {
    await rm(folder, { recursive: true });
  }
}

/** As `sha256sum --check` reads them. */
async function checksums(folder: string): Promise<string> {
  const lines = [];
  for (const name of (await readdir(folder)).toSorted()) {
    const digest = createHash("sha256").update(await readFile(join(folder, name)));
    lines.push(`${digest.digest("hex")}  ${name}\n`);
  }
  return lines.join("");
}

function run(command: string, ...args: string[]): string {
  return execFileSync(command, args, { cwd: ROOT, encoding: "utf8", maxBuffer: 2 ** 28 });
}

try {
  const out = await release(process.argv[2] ?? "", new Date().toISOString().slice(0, 10));
  process.stdout.write(`${out}\nNothing was published. Look at it, then: git push --follow-tags\n`);
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}
