/** What every command says, on terminals of 50 and 80 columns and in a pipe: no line runs over, and no control code gets into a pipe. */
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it, test } from "vitest";
import { createProgram } from "../../cli/program.ts";
import { type Sandbox, startSandbox } from "../../cli/sandbox/sandbox.ts";
import { placesOf } from "../../cli/wrap.ts";
import { type TempFolder, tempFolder } from "../temp.ts";
import { type Ended, envOf, runHere } from "./command.ts";

/** Commands, as typed after one another in one folder. */
const COMMANDS: readonly string[] = [
  ...[
    "archive 143 9999",
    "archive abc",
    "list",
    "list --incomplete",
    "show 143",
    "show 9",
    "diff 143",
    "get 143 --out OUT",
  ],
  ...[
    "get 143 nothing --out OUT",
    "search email",
    "search custmer:asha",
    "search nothingthere",
    "terms terms.txt",
    "terms nowhere.txt",
    "census",
    "seal --key-file key.pem",
  ],
  ...["verify", "verify --quick", "verify 143", "verify nowhere", "backfill --from 1000 --to 1002", "retry"],
  ...[
    "backfill --from 1 --to 9000 --dry-run",
    "index rebuild",
    "sync --plan",
    "people fetch --crm-url CRM",
    "accept 143 --reason r",
  ],
  ...[
    "hold list",
    "hold place m 143 --reason r",
    "hold take-in",
    "doctor",
    "--help",
    "help export",
    "help hold place",
  ],
  "export --key-file key.pem --matter M --requested-by W --reason R --query email --dry-run --out OUT",
  "export --key-file key.pem --matter M --requested-by W --reason R --tickets 143,1000 --out OUT",
];

/** Looked at elsewhere. */
const ELSEWHERE: Readonly<Record<string, string>> = {
  init: "asks; test/cli/init.test.ts",
  browse: "runs until it is stopped; test/cli/browse.test.ts",
  completion: "is for a shell; test/cli/completion.test.ts",
  sandbox: "runs until it is stopped; its text is one page",
  demo: "takes its time; test/cli/demo-deletion.test.ts, npm run test:install",
  sync: "runs until nothing is due; its plan is here",
};

let sandbox: Sandbox;
let folder: TempFolder;
beforeAll(async () => {
  sandbox = await startSandbox({ tickets: 3, limit: { calls: 10_000 } });
  folder = await tempFolder();
  await writeFile(join(folder.path, "terms.txt"), "email\nsubject:email OR (order NOT refund)\n");
  for (const id of ["143", "1000"]) await run(`archive ${id}`);
  sandbox.change(143, { kind: "remove", message: 131 });
});
afterAll(async () => {
  await sandbox.close();
  await folder[Symbol.asyncDispose]();
});

let outs = 0;
function run(command: string, columns?: number): Promise<Ended> {
  outs += 1;
  const given: Readonly<Record<string, string>> = { OUT: `out-${outs}`, CRM: sandbox.origin };
  const args = command.split(" ").map((word) => given[word] ?? word);
  return runHere(args, {
    cwd: folder.path,
    env: envOf(sandbox),
    ...(columns === undefined ? {} : { columns }),
  });
}

/** A word that no line could hold beside its label, such as a digest, and a command to copy are not broken. */
const isUnbroken = (line: string, columns: number): boolean =>
  /^\s+(ticketvault|export) /.test(line) || line.split(/\s+/).some((word) => placesOf(word) > columns / 2);

describe.each(COMMANDS)("%s", (command) => {
  // U5
  it.each([50, 80])("fits %i columns", async (columns) => {
    const { stdout, stderr } = await run(command, columns);

    const lines = `${stdout}\n${stderr}`.split("\n");
    const over = lines.filter((line) => placesOf(line) > columns && !isUnbroken(line, columns));
    expect(over).toEqual([]);
  });

  // U5
  it("has no control code in a pipe", async () => {
    const { stdout, stderr } = await run(command);

    expect(`${stdout}${stderr}`).not.toBe("");
    // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is looked for
    expect(`${stdout}${stderr}`.match(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f]/g) ?? []).toEqual([]);
  });
});

test("every command is looked at", () => {
  const nowhere = { write: () => {} };
  const names = createProgram(async () => {}, { stdout: nowhere, stderr: nowhere }).commands.map((each) =>
    each.name(),
  );
  const tried = new Set(COMMANDS.map((command) => command.split(" ")[0] ?? ""));
  expect(names.filter((name) => !tried.has(name) && !(name in ELSEWHERE))).toEqual([]);
});
