/** What a terminal alone shows, which Python opens: questions, Ctrl-C, a bar that goes away. */
import { mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type Sandbox, startSandbox } from "../../cli/sandbox/sandbox.ts";
import { type TempFolder, tempFolder } from "../temp.ts";
import { envOf, inTerminal, runHere } from "./command.ts";
import { LISTENER, run } from "./listener.ts";

const LAUNCH = join(import.meta.dirname, "../../cli/launch.js");

/** Begins what moves a terminal's cursor. */
const ESC = "\u001b";

let sandbox: Sandbox;
let folder: TempFolder;
beforeAll(async () => {
  sandbox = await startSandbox({ tickets: 200 });
  folder = await tempFolder();
});
afterAll(async () => {
  await sandbox.close();
  await folder[Symbol.asyncDispose]();
});

/** A folder of its own, with the sandbox's keys in a file. */
async function emptyFolder(name: string): Promise<string> {
  const path = join(folder.path, name);
  await mkdir(path);
  const { accessKey, secretKey } = sandbox;
  await writeFile(join(path, "keys.json"), JSON.stringify({ accessKey, secretKey }), { mode: 0o600 });
  return path;
}

test("a Ctrl-C in a terminal reaches the program once", async () => {
  const terminal = join(import.meta.dirname, "in-terminal.py");
  const { stdout, code } = await run("python3", [terminal, process.execPath, LAUNCH, "-e", LISTENER]).ended;

  expect(stdout.replaceAll("\r", "")).toMatch(/^ready\n(\^C)?interrupts 1\nat the end 1\n$/);
  expect(code).toBe(9);
});

// U8
test("init asks on a terminal, again where an answer cannot be used, and what it wrote archives a ticket", async () => {
  const cwd = await emptyFolder("asked");
  const { code, stdout } = await inTerminal(
    ["init", "--attachment-host", sandbox.origin],
    [
      ["A name for the account [main]: ", "acme\n"],
      ["LeadSquared account number: ", "my company\n"],
      ["LeadSquared account number: ", `${sandbox.orgId}\n`],
      ["API of your region [https://apigw.service-in.leadsquared.com]: ", `${sandbox.origin}\n`],
      ["environment): ", "keys.json\n"],
      ["s3://bucket/prefix [./vault]: ", "mine\n"],
      ["no stack, or any): ", "ap-south-1\n"],
      ["(Enter: none): ", "ops@example.com\n"],
    ],
    { cwd },
  );

  expect(stdout).toContain("is not an id");
  expect(stdout).toContain("LeadSquared answered: host, account number and keys are right.");
  expect(stdout).toContain("npx cdk deploy");
  expect(code).toBe(0);
  expect(JSON.parse(await readFile(join(cwd, "ticketvault.config.json"), "utf8"))).toEqual({
    accounts: {
      acme: {
        orgId: sandbox.orgId,
        baseUrl: sandbox.origin,
        attachmentHosts: [sandbox.origin],
        cli: { keysFile: "keys.json", store: "mine" },
        allowedRegions: ["ap-south-1"],
        alarms: { email: "ops@example.com" },
      },
    },
  });
  expect((await runHere(["archive", "143"], { cwd })).code).toBe(0);
});

test("Ctrl-C among the questions of init writes nothing", async () => {
  const cwd = await emptyFolder("interrupted");
  const { code } = await inTerminal(["init"], [["[main]: ", "\u0003"]], { cwd });

  expect(code).toBe(4);
  expect(await readdir(cwd)).toEqual(["keys.json"]);
});

// U5
test("Ctrl-C under a bar: what is said stands on lines of its own, and the cursor is back", async () => {
  const args = ["backfill", "--from", "1000", "--to", "1199"];
  const given = { cwd: folder.path, env: envOf(sandbox) };
  const { code, stdout: shown } = await inTerminal(args, [[" of 200 tickets", "\u0003"]], given, 50);

  expect(code).toBe(4);
  // The terminal itself shows ^C where the cursor is; then the bar's line is taken away.
  expect(shown).toMatch(new RegExp(`\\r${ESC}\\[K\\s*Stopping; Ctrl-C again stops at once\\.\\r?\\n`));
  expect(shown.lastIndexOf(`${ESC}[?25h`)).toBeGreaterThan(shown.lastIndexOf(`${ESC}[?25l`));
  const escapes = new RegExp(`${ESC}(\\[[0-9;?]*[a-zA-Z]|[78])`, "g");
  const end = shown.slice(shown.lastIndexOf(`${ESC}[?25h`)).replaceAll(escapes, "");
  expect(end).not.toMatch(/[█░]/);
  expect(end).toMatch(/^result +tickets\r?$/m);
});
