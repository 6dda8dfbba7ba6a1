/** Types the commands of pages as a reader does: in order, in one shell a page, beside a sandbox in the place of LeadSquared. */
import assert from "node:assert/strict";
import { readFile, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { type Block, blocksIn, RUN_PAGES } from "../docs/blocks.ts";
import type { Shell } from "./combinations.ts";

/** A command may fail where its line says with which code. */
const ANNOUNCED = /exits with (\d+)/;

/** Starts a sandbox, and points Ticketvault at it; the keys of a page's example are put in where it has `…`. */
const SANDBOX = `trap 'kill $!' EXIT
node cli/ticketvault.js sandbox --port 4188 > ../sandbox.txt &
for second in $(seq 60); do grep -q attachment-host ../sandbox.txt && break; sleep 1; done
eval "$(grep -o 'export TICKETVAULT_.*' ../sandbox.txt)"
export TICKETVAULT_BASE_URL=http://127.0.0.1:4188 TICKETVAULT_ATTACHMENT_HOSTS=http://127.0.0.1:4188
keys="TICKETVAULT_ACCESS_KEY=$TICKETVAULT_ACCESS_KEY TICKETVAULT_SECRET_KEY=$TICKETVAULT_SECRET_KEY"
`;

/** What is run of a page, and what is said of the rest; `npm ci` has run in the clone before. */
function scriptOf(page: string, blocks: readonly Block[]): string {
  const lines = blocks.flatMap(({ line, text, notRun }) =>
    notRun === undefined
      ? [
          `echo '== ${page}:${line}'`,
          text.replace("npm ci && ", "").replace(/^export .*=….*$/m, "export $keys"),
        ]
      : [`echo '== ${page}:${line} is not run: ${notRun}'`],
  );
  const failed = `trap 'echo "== exited with $?: $BASH_COMMAND"' ERR`;
  return `${SANDBOX}export HOME="$(dirname "$PWD")"\n${failed}\n${lines.join("\n")}\n`;
}

/** The commands that a page says fail, each behind its exit code. */
function announcedIn(blocks: readonly Block[]): string[] {
  const lines = blocks.filter(({ notRun }) => notRun === undefined).flatMap(({ text }) => text.split("\n"));
  return lines.flatMap((line) => {
    const code = ANNOUNCED.exec(line)?.[1];
    return code === undefined ? [] : `${code}: ${line.replace(/\s+#.*/, "")}`;
  });
}

/**
 * Runs the commands of all pages in a clone; its folder is the home, where keys are made.
 * @returns all that was written
 * @throws an error that names a command that failed without its page saying so, or did not though it says so
 */
export async function typeDocuments(shell: Shell, clone: string): Promise<string> {
  const told: string[] = [];
  for (const page of RUN_PAGES) {
    const blocks = blocksIn(await readFile(join(clone, page), "utf8")).filter(
      ({ language }) => language === "sh",
    );
    const script = join(dirname(clone), "page.sh");
    await writeFile(script, scriptOf(page, blocks));
    const said = await shell("bash", [script], clone);
    for (const line of said.match(/^== .* is not run: .*$/gm) ?? []) process.stdout.write(`${line}\n`);
    const failed = [...said.matchAll(/^== exited with (\d+): (.*)$/gm)].map(
      ([, code, command]) => `${code}: ${command}`,
    );
    assert.deepEqual(failed, announcedIn(blocks), `${page}:\n${said}`);
    told.push(said);
  }
  return told.join("");
}
