/** `ticketvault backfill`, as a user runs, interrupts and repeats it. */
import { appendFile, link, mkdir, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { basename, join } from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import { type Sandbox, startSandbox } from "../../cli/sandbox/sandbox.ts";
import { type TempFolder, tempFolder } from "../temp.ts";
import { envOf, runHere, start, ticketvault } from "./command.ts";

let sandbox: Sandbox;
let folder: TempFolder;
beforeAll(async () => {
  sandbox = await startSandbox({ tickets: 12, limit: { calls: 10_000 } });
});
afterAll(() => sandbox.close());
beforeEach(async () => {
  sandbox.reset();
  folder = await tempFolder();
});
afterEach(async () => {
  sandbox.onRequest = undefined;
  await folder[Symbol.asyncDispose]();
});

const surroundings = () => ({ cwd: folder.path, env: envOf(sandbox) });
const run = (...args: string[]) => runHere(["backfill", ...args], surroundings());

/** Counts the API's calls by ticket from now on. */
function countCalls(): Map<number, number> {
  const calls = new Map<number, number>();
  sandbox.onRequest = ({ target, ticketId }) => {
    if (target === "api" && ticketId !== undefined) calls.set(ticketId, (calls.get(ticketId) ?? 0) + 1);
  };
  return calls;
}

// Issue 22
test("says with --dry-run what it would ask and how long that takes, and asks and writes nothing", async () => {
  await run("--from", "1000", "--to", "1004", "--state", "state.jsonl");
  const before = (await readdir(folder.path)).sort();
  const calls = countCalls();

  const text = await run("--from", "1000", "--to", "1064", "--state", "state.jsonl", "--dry-run");
  const json = await run("--from", "1", "--to", "10", "--calls-per-day", "5", "--dry-run", "--json");

  expect(text.code).toBe(0);
  expect(text.stdout).toBe(
    "Nothing was asked, and nothing was written. A run would ask LeadSquared for 60 tickets, with at least one call each. At 20 calls in 5 s that takes 11 s or more.\n",
  );
  expect(JSON.parse(json.stdout)).toEqual({
    dryRun: true,
    tickets: 10,
    doneEarlier: 0,
    toAsk: 10,
    perWindow: 20,
    perDay: 4,
    leastSeconds: 2 * 86_400,
  });
  expect([...calls.keys()]).toEqual([]);
  expect((await readdir(folder.path)).sort()).toEqual(before);
});

test("archives a CSV's tickets once each, reports every one, and goes on with what was not complete", async () => {
  await writeFile(
    join(folder.path, "list.csv"),
    '\ufeffSubject;Ticket Id\r\n"a; ""b""";#1000\r\nc;1001\r\nd, e;1001\r\nf;1002\r\n',
  );
  sandbox.fault({ on: "api", ticketId: 1001, kind: "status", status: 400, times: 1 });
  sandbox.fault({ on: "attachment", ticketId: 1002, kind: "status", status: 404 });

  const csv = ["--csv", "list.csv", "--report", "report.csv"];
  const first = await ticketvault(["backfill", ...csv], surroundings());
  sandbox.clearFaults();
  const calls = countCalls();
  const second = await run("--csv", "list.csv", "--report", "report.json", "--json");
  const again = [...calls.keys()].sort();
  const third = await run("--csv", "list.csv");

  expect(first.code).toBe(4);
  expect(first.stderr).toContain("The list has 3 tickets (1 named again).");
  expect(first.stdout).toMatch(/archived +1\n(?:.* 0\n)*incomplete +1\n(?:.* 0\n)*failed +1\n/);
  expect(first.stdout).toContain("failed #1001  bad-request: ");
  expect(first.stderr).toContain("Run the same command again");
  const report = await readFile(join(folder.path, "report.csv"), "utf8");
  expect(report.split("\r\n")).toEqual([
    "ticketId,result,version,reason",
    "1000,archived,v1,",
    expect.stringMatching(/^1001,failed,,"?bad-request: LeadSquared/),
    expect.stringMatching(/^1002,incomplete,v1,"?attachment-failed: gone/),
    "",
  ]);

  expect(second.code).toBe(0);
  expect(again).toEqual([1001, 1002]);
  const lines = second.stdout
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line));
  expect(lines.at(-1)).toEqual({
    summary: {
      ...{ archived: 2, unchanged: 0, accepted: 0, incomplete: 0, empty: 0, failed: 0 },
      ...{ doneEarlier: 1, notReached: 0 },
    },
  });
  expect(lines.find(({ ticketId }) => ticketId === 1002)).toMatchObject({
    version: "v2",
    completeness: "complete",
  });
  expect(JSON.parse(await readFile(join(folder.path, "report.json"), "utf8"))).toHaveLength(3);

  expect(third.code).toBe(0);
  expect(third.stderr).toContain("All are: --restart archives them again.");
});

test("starts nothing when lines of the list or options are bad, and names them", async () => {
  const lines = Array.from({ length: 12 }, (_, n) => `bad-${n}`);
  await writeFile(join(folder.path, "list.csv"), ["TicketId", "143", ...lines, "1000"].join("\n"));

  const ended = await run("--csv", "list.csv", "--concurrency", "0", "--report", "report.xls", "--org", "x");

  expect(ended).toMatchObject({ code: 2, stdout: "" });
  expect(ended.stderr).toContain('list.csv line 3: "bad-0" is not an id');
  expect(ended.stderr).toContain('list.csv line 12: "bad-9" is not an id');
  expect(ended.stderr).not.toContain("bad-10");
  expect(ended.stderr).toContain("list.csv: 2 more lines are bad");
  for (const part of ["--concurrency 0", "report.xls", "--org"]) expect(ended.stderr).toContain(part);
  expect(sandbox.counts.apiCalls).toBe(0);
  expect(await readdir(folder.path)).toEqual(["list.csv"]);
});

test("goes on after a kill without asking for a ticket again that was done", async () => {
  const range = ["--from", "1000", "--to", "1011", "--concurrency", "2", "--state", "state.jsonl"];
  const calls = countCalls();
  const started = start(["backfill", ...range], surroundings());
  const count = sandbox.onRequest;
  sandbox.onRequest = async (request) => {
    await count?.(request);
    if (calls.size === 7) started.child.kill("SIGKILL");
  };
  await started.ended;
  const state = join(folder.path, "state.jsonl");
  const done = [...(await readFile(state, "utf8")).matchAll(/"ticketId":(\d+).*"complete"/g)].map(([, id]) =>
    Number(id),
  );
  await appendFile(state, '{"ticketId":1011,"outc');
  const before = new Map(calls);
  sandbox.onRequest = count;

  const ended = await run(...range);

  expect(done.length).toBeGreaterThanOrEqual(4);
  expect(ended.code).toBe(0);
  expect(ended.stdout).toMatch(new RegExp(`done earlier +${done.length}\n`));
  expect(done.filter((ticketId) => calls.get(ticketId) !== before.get(ticketId))).toEqual([]);
  expect([...calls.keys()].sort()).toEqual(Array.from({ length: 12 }, (_, n) => 1000 + n));
  const verified = await runHere(["verify"], surroundings());
  expect(verified.code).toBe(0);
  expect(verified.stdout).toContain("12 objects");
});

test("ends with 4 on Ctrl-C, says how to go on, and leaves only whole versions", async () => {
  sandbox.fault({ on: "api", ticketId: 1003, kind: "stall" });
  const started = start(["backfill", "--from", "1000", "--to", "1003"], surroundings());
  let asked: () => void = () => {};
  const stalled = new Promise<void>((resolve) => {
    asked = resolve;
  });
  sandbox.onRequest = ({ ticketId, target }) => {
    if (ticketId === 1003 && target === "api") asked();
  };

  await stalled;
  started.child.kill("SIGINT");
  const ended = await started.ended;

  expect(ended.code).toBe(4);
  expect(ended.stderr).toContain("Stopping; Ctrl-C again stops at once.");
  expect(ended.stderr).toMatch(
    /Run the same command again .* \(state: \.ticketvault-backfill-[0-9a-f]{12}\.jsonl\)/,
  );
  expect(ended.stdout).toMatch(/not reached +[1-4]\n/);
});

test("refuses a state file that is none, or of another store, and leaves it as it is", async () => {
  const state = join(folder.path, "state.jsonl");
  await writeFile(state, "precious\n");
  const range = ["--from", "1000", "--to", "1000", "--state", "state.jsonl"];

  const foreign = await run(...range, "--restart");
  const kept = await readFile(state, "utf8");
  await writeFile(state, "");
  const fresh = await run(...range);
  const elsewhere = await run(...range, "--store", "other");

  expect(foreign.code).toBe(2);
  expect(foreign.stderr).toContain("not a state file");
  expect(kept).toBe("precious\n");
  expect(fresh.code).toBe(0);
  expect(elsewhere.code).toBe(2);
  expect(elsewhere.stderr).toMatch(/state\.jsonl is of a backfill of account 22824 .* into .*vault/);
});

test("archives again what the state file says is done and the store no longer has", async () => {
  const range = ["--from", "1000", "--to", "1002", "--state", "state.jsonl"];
  await run(...range);
  await rm(join(folder.path, "vault/archive/22824/1001"), { recursive: true });

  const ended = await run(...range);

  expect(ended.code).toBe(0);
  expect(ended.stderr).toContain("No longer in the store, and archived again: 1 ticket.");
  expect(ended.stdout).toMatch(/archived +1\n/);
  expect(ended.stdout).toMatch(/done earlier +2\n/);
  expect(await readdir(join(folder.path, "vault/archive/22824"))).toContain("1001");
  expect((await readdir(folder.path)).sort()).toEqual([
    ...["state.jsonl", "vault", "vault.22824.index.sqlite", "vault.22824.words.sqlite"],
  ]);
});

test("refuses a state, report or keys file that is none, and a report over a file of the run", async () => {
  await mkdir(join(folder.path, "folder.csv"));
  await writeFile(join(folder.path, "list.csv"), "Id\n1000\n");
  await link(join(folder.path, "list.csv"), join(folder.path, "same.csv"));
  const csv = ["--csv", "list.csv"];

  const ended = await Promise.all([
    run(...csv, "--state", "folder.csv"),
    run(...csv, "--report", "folder.csv"),
    run(...csv, "--report", `../${basename(folder.path)}/list.csv`),
    run(...csv, "--report", "same.csv"),
    run(...csv, "--report", "new.json", "--state", "./new.json"),
    run(...csv, "--report", "keys.json", "--keys-file", "keys.json"),
    run(...csv, "--keys-file", "/dev/null"),
  ]);

  expect(ended.map(({ code }) => code)).toEqual([2, 2, 2, 2, 2, 2, 2]);
  const parts = [
    "not a state file",
    "not a regular file",
    "the file of --csv",
    "the file of --csv",
    "the file of --state",
    "the file of --keys-file",
    "not a regular file",
  ];
  for (const [index, part] of parts.entries()) expect(ended[index]?.stderr).toContain(part);
  expect((await readdir(folder.path)).sort()).toEqual(["folder.csv", "list.csv", "same.csv"]);
});

test("shows the summary also when the report cannot be written", async () => {
  sandbox.onRequest = async () => {
    await mkdir(join(folder.path, "report.csv"), { recursive: true });
  };

  const ended = await run("--from", "1000", "--to", "1000", "--report", "report.csv");

  expect(ended.code).toBe(4);
  expect(ended.stdout).toMatch(/archived +1\n/);
  expect(ended.stderr).toContain("report.csv");
});
