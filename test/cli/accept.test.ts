/** `ticketvault accept`, and what `archive`, `backfill` and `show` say and exit with afterwards. */
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { type Sandbox, startSandbox } from "../../cli/sandbox/sandbox.ts";
import { type TempFolder, tempFolder } from "../temp.ts";
import { envOf, runHere } from "./command.ts";

let sandbox: Sandbox;
let folder: TempFolder;
beforeAll(async () => {
  sandbox = await startSandbox({ tickets: 1 });
  folder = await tempFolder();
});
afterAll(async () => {
  await folder[Symbol.asyncDispose]();
  await sandbox.close();
});
beforeEach(() => sandbox.reset());

const run = (...args: string[]) => runHere(args, { cwd: folder.path, env: envOf(sandbox) });
const ACCEPT = ["accept", "143", "--reason", "the customer has no copy", "--requested-by", "Alex"] as const;
const MANDATE = ["--matter", "m", "--requested-by", "r", "--reason", "w", "--out", "out"] as const;
const BACKFILL = ["backfill", "--from", "143", "--to", "143", "--state", "state"] as const;

test("a gap is accepted once, told by every command, and ends with 0 until something else is missing", async () => {
  sandbox.fault({ on: "attachment", kind: "status", status: 404 });
  expect(await run("archive", "143")).toMatchObject({ code: 3 });

  const accepted = await run(...ACCEPT);
  expect(accepted).toMatchObject({ code: 0, stderr: "" });
  expect(accepted.stdout).toMatch(
    /^#143: 1 gap of v1 accepted\n {2}attachment-failed {2}gone \(conversation 135\)$/m,
  );
  expect((await run(...ACCEPT)).stdout).toContain("accepted already");

  const archived = await run("archive", "143");
  expect(archived).toMatchObject({ code: 0 });
  expect(archived.stdout).toContain("accepted #143  1 gap accepted at v1");
  const backfilled = await run(...BACKFILL);
  expect(backfilled).toMatchObject({ code: 0 });
  expect(backfilled.stdout).toMatch(/^accepted +1$/m);
  expect((await run(...BACKFILL)).stderr).toContain("1 complete since an earlier run");
  const shown = await run("show", "143");
  expect(shown.stdout).toMatch(/^status +incomplete$/m);
  expect(shown.stdout).toMatch(/^accepted +all missing, at v1, .* UTC by Alex: the customer has no copy$/m);

  const exported = await run("export", ...MANDATE, "--tickets", "143", "--json");
  expect(exported).toMatchObject({ code: 0 });
  const { location, ...receipt } = JSON.parse(exported.stdout);
  expect(receipt).toMatchObject({
    completeness: "complete",
    missing: 1,
    incompleteTickets: [],
    acceptedTickets: [143],
  });
  expect(await run("verify", location)).toMatchObject({ code: 0 });
  const said = (await run("export", ...MANDATE, "--tickets", "143")).stdout;
  expect(said).toContain("accepted #143: something is missing, and was accepted");

  sandbox.change(143, { kind: "add-file", message: 135, name: "second.txt" });
  const again = await run("archive", "143");
  expect(again).toMatchObject({ code: 3 });
  expect(again.stdout).toContain(
    "incomplete #143  attachment-failed: gone (attachment 2 of conversation 135)",
  );
  expect((await run("show", "143")).stdout).toMatch(/^accepted +1 of 2 missing, at v1/m);
  expect(await run("export", ...MANDATE, "--tickets", "143")).toMatchObject({ code: 3 });
});

test("a complete archive is refused in a sentence", async () => {
  await run("archive", "1000");

  const refused = await run("accept", "1000", "--reason", "r");

  expect(refused).toMatchObject({ code: 4, stdout: "" });
  expect(refused.stderr).toContain("Nothing is missing of ticket 1000 in v1, its latest version");
});
