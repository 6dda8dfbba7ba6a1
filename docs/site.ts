/** `npm run site`: makes the site of docs/ in `site/`, with Sphinx, which it installs beside the pages. */
import { spawnSync } from "node:child_process";
import { rmSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

const DOCS = import.meta.dirname;
const INSTALLED = join(DOCS, ".installed");
const OUT = join(DOCS, "../site");

/** A link that leads nowhere, or a page that index.md does not name, is a warning; every warning fails. */
const STRICT = ["--nitpicky", "--fail-on-warning", "--keep-going", "--quiet"];

function run(command: string, ...args: readonly string[]): void {
  const { status, error } = spawnSync(command, args, { stdio: "inherit" });
  if (error !== undefined) throw error;
  if (status !== 0) process.exit(1);
}

run("bash", join(DOCS, "site/install.sh"));
rmSync(OUT, { recursive: true, force: true });
const sphinx = join(INSTALLED, "site/python/bin/sphinx-build");
run(sphinx, ...STRICT, "--fresh-env", "-d", join(INSTALLED, "doctrees"), DOCS, OUT);
process.stdout.write(`Open ${pathToFileURL(join(OUT, "index.html"))}\n`);
