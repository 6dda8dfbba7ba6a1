/** `ticketvault sync`, as a user runs it against a sandbox of a few tickets. */
import { rm } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { expect, test } from "vitest";
import { besideSandbox } from "./beside-sandbox.ts";
import { envOf, runHere, start } from "./command.ts";

const beside = besideSandbox();

/** One call a number, and all of the vendor's pace: what waits here is real. */
const env = () => ({
  ...envOf(beside.sandbox),
  TICKETVAULT_DETAILS_PATH: "off",
  TICKETVAULT_CALLS_SHARE: "1",
});
const run = (...args: string[]) => runHere(args, { cwd: beside.folder.path, env: env() });
/** The sandbox has 143, and five from 1000 on. */
const FROM = ["--from", "1000"];

test("finds tickets by their numbers alone, and ends when nothing is due", async () => {
  await run("archive", "1000");
  const first = await run("sync", ...FROM);
  expect(first).toMatchObject({ code: 0, stderr: expect.stringMatching(/Asked for .* numbers: 4 archived/) });
  expect(first.stdout.match(/^#100[1-4] {2}archived {2}v1$/gm)).toHaveLength(4);
  const listed = JSON.parse((await run("list", "--json")).stdout) as { ticketId: number }[];
  expect(listed.map(({ ticketId }) => ticketId)).toEqual([1000, 1001, 1002, 1003, 1004]);

  const calls = beside.sandbox.counts.apiCalls;
  expect((await run("sync", ...FROM)).stderr).toContain("Asked for 0 numbers");
  expect(beside.sandbox.counts.apiCalls).toBe(calls);
});

test("a lost index costs no version and no attachment", async () => {
  await run("archive", "1000", "1001", "1002", "1003", "1004");
  const fetched = beside.sandbox.counts.attachmentRequests;
  await rm(join(beside.folder.path, "vault.22824.index.sqlite"));
  await run("index", "rebuild");
  const { stderr } = await run("sync", ...FROM);
  expect(stderr).toMatch(/: 0 archived, 5 unchanged, 0 incomplete/);
  expect(beside.sandbox.counts.attachmentRequests).toBe(fetched);
});

test("--plan says what would be asked for and why, and asks for nothing", async () => {
  await run("archive", "1002");
  const calls = beside.sandbox.counts.apiCalls;
  const { code, stdout, stderr } = await run("sync", "--plan", ...FROM);
  expect([code, stderr]).toEqual([0, expect.stringContaining("The next turn")]);
  expect(stdout).toMatch(/^#1003 +comes after the highest ticket$/m);
  expect(stderr).toContain("the highest ticket is 1002. Numbers 1000 to 1002 would become known.");
  const { chosen } = JSON.parse((await run("sync", "--plan", ...FROM, "--json")).stdout);
  expect(chosen).toContainEqual({ ticketId: 1003, why: "next", dueSince: null });
  expect(beside.sandbox.counts.apiCalls).toBe(calls);
});

test("a failed ticket is named, ends the run with 4, and is not asked for again at once", async () => {
  beside.sandbox.fault({ on: "api", ticketId: 1001, kind: "status", status: 400 });
  const { code, stdout } = await run("sync", ...FROM);
  expect(code).toBe(4);
  expect(stdout).toMatch(/^#1001 {2}failed {2}bad-request/m);
  expect((await run("sync", ...FROM)).stderr).toContain("Asked for 0 numbers");
});

test("keys that are refused end the run, and give back what was not asked for", async () => {
  beside.sandbox.fault({ on: "api", kind: "status", status: 403, times: 1 });
  const first = await run("sync", ...FROM);
  expect(first.stderr).toContain("Stopped: every other ticket would fail in the same way");
  expect((await run("list", "--incomplete", "--json")).stdout).toBe("[]\n");
});

test("--watch goes on until it is interrupted", async () => {
  const { child, ended } = start(["sync", "--watch", ...FROM], { cwd: beside.folder.path, env: env() });
  while (beside.sandbox.counts.apiCalls < 20) await sleep(20);
  child.kill("SIGINT");
  const { code, stderr } = await ended;
  expect(stderr).toMatch(/Asked for \d+ numbers/);
  expect([0, 4]).toContain(code);
});
