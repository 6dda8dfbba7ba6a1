/** `ticketvault archive` and `show`, as a user runs them. */
import { execFile } from "node:child_process";
import { readdir, writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { dirname, join } from "node:path";
import { promisify } from "node:util";
import { describe, expect, test } from "vitest";
import { CANARY } from "../../cli/sandbox/canary.ts";
import { filesOf } from "../temp.ts";
import { besideSandbox } from "./beside-sandbox.ts";
import { BIN, envOf, runHere, ticketvault } from "./command.ts";

const beside = besideSandbox();

const surroundings = () => ({ cwd: beside.folder.path, env: envOf(beside.sandbox) });
const run = (...args: string[]) => runHere(args, surroundings());
const runApart = (...args: string[]) => ticketvault(args, surroundings());

describe("archiving", () => {
  test("archives, finds nothing new the second time, and shows what is there", async () => {
    const mandate = ["--reason", "audit", "--requested-by", "asha"];
    const first = await runApart("archive", "143", "#143", "1000", ...mandate);
    const fetched = beside.sandbox.counts.attachmentRequests;
    const second = await run("archive", "143", "--json");
    const shown = await runApart("show", "#143");

    expect(first).toMatchObject({ code: 0, stderr: "" });
    expect(first.stdout).toMatch(/#143 +archived +v1 +2 +1, 106\.7 KiB downloaded/);
    expect(first.stdout).toContain("In ./vault/archive/22824");
    expect(second).toMatchObject({ code: 0, stderr: "" });
    const { tickets } = JSON.parse(second.stdout);
    expect(tickets).toMatchObject([
      { ticketId: 143, outcome: "unchanged", completeness: "complete", version: "v1" },
    ]);
    expect(beside.sandbox.counts.attachmentRequests).toBe(fetched);
    expect(shown.code).toBe(0);
    expect(shown.stdout).toMatch(/v1 +\d{4}-\d\d-\d\d \d\d:\d\d:\d\d +asha +First version.*Reason: audit/);
    expect(shown.stdout).toMatch(/135 +2024-08-28 13:55:43 +inbound +email +1 +Please update my Id/);
    expect(shown.stdout).toContain("106.7 KiB (109,210 bytes)");
    expect(shown.stdout).toContain("./vault/archive/22824/143/v1/content/attachments/135/1-Aadhaar.png");
  });

  test("ends with 3 when something is missing, and names it", async () => {
    beside.sandbox.fault({ on: "attachment", ticketId: 143, kind: "status", status: 404 });

    const { code, stdout } = await run("archive", "143");
    const shown = await run("show", "143");

    expect(code).toBe(3);
    expect(stdout).toMatch(/incomplete #143 {2}attachment-failed: gone \(attachment 1 of conversation 135\)/);
    expect(shown.stdout).toMatch(/status +incomplete/);
    expect(shown.stdout).toContain("not stored: gone");
  });

  // F8
  test("says how long LeadSquared asks to wait, instead of waiting in silence for an hour", async () => {
    beside.sandbox.fault({ on: "api", ticketId: 143, kind: "status", status: 429, retryAfter: "3600" });
    const { code, stdout, stderr } = await run("archive", "143");

    expect(code).toBe(4);
    expect(stdout + stderr).toMatch(/next free call is 3[56]\d\d s away/);
  });

  // U9
  test.each([
    [["archive", "x"], "usage", '"x" is not an id'],
    [["archive", "143", "--store", "ftp://x"], "usage", "give a place on S3"],
    [["archive", "--speed"], "usage", "unknown option '--speed'"],
    [["show", "7"], "not-archived", "7"],
  ])("says what is wrong in JSON too: %j", async (args, code, message) => {
    const ended = await run(...args, "--json");

    expect(JSON.parse(ended.stdout)).toEqual({ error: { code, message: expect.stringContaining(message) } });
    expect(ended.stderr).toContain(message);
    expect(ended.code).toBe(code === "usage" ? 2 : 4);
  });

  test("ends with 4 when a ticket fails, and archives the others", async () => {
    beside.sandbox.fault({ on: "api", ticketId: 1000, kind: "status", status: 400 });

    const { code, stdout } = await run("archive", "1000", "1001");

    expect(code).toBe(4);
    expect(stdout).toMatch(/failed #1000 {2}bad-request: LeadSquared at .* answered 400/);
    expect(stdout).toMatch(/#1001 +archived/);
  });

  test("asks no more tickets when the keys are refused", async () => {
    const env = { ...envOf(beside.sandbox), TICKETVAULT_SECRET_KEY: "outdated" };

    const ended = await runHere(["archive", "1", "2", "3", "4", "5", "6", "7", "8", "9", "--json"], {
      cwd: beside.folder.path,
      env,
    });

    expect(ended.code).toBe(4);
    const { ended: how, notReached } = JSON.parse(ended.stdout);
    expect(how).toBe("stopped");
    expect(notReached).toEqual(expect.arrayContaining([5, 6, 7, 8, 9]));
    expect(ended.stderr).toContain("every other ticket would fail in the same way");
  });

  test("shows an earlier version, and hostile texts without what moves a terminal", async () => {
    await run("archive", "1001");
    const before = beside.sandbox.ticket(1001);
    const text = "\u001b[31mred\u009b2J \u202etxt.exe";
    const list = before?.ConversationList?.map((conversation) => ({ ...conversation, Text: text })) ?? [];
    beside.sandbox.setTicket(1001, { ConversationList: list });
    await run("archive", "1001");

    const [latest, earlier, missing] = await Promise.all([
      run("show", "1001"),
      run("show", "1001", "--version", "v1", "--json"),
      run("show", "1001", "--version", "v3"),
    ]);

    expect(latest.stdout).toMatch(/v2, the latest/);
    expect(latest.stdout).toContain("[31mred2J txt.exe");
    for (const sign of ["\u001b", "\u009b", "\u202e"]) expect(latest.stdout).not.toContain(sign);
    expect(JSON.parse(earlier.stdout)).toMatchObject({ version: "v1", head: "v2" });
    expect(missing).toMatchObject({ code: 2, stdout: "" });
    expect(missing.stderr).toContain("the latest version of this ticket is v2");
  });
});

describe("settings", () => {
  test("are checked all at once, before anything is called or written", async () => {
    const ended = await runHere(
      [
        "archive",
        "x1",
        "143",
        "--tenant",
        "t",
        "--base-url",
        "http://example.com",
        "--store",
        "s3://B",
        "--attachment-host",
        "*",
      ],
      { cwd: beside.folder.path },
    );

    expect(ended).toMatchObject({ code: 2, stdout: "" });
    for (const part of [
      "--store s3://B",
      "TICKETVAULT_ORG_ID",
      "--tenant",
      "--base-url",
      '"*"',
      "TICKETVAULT_ACCESS_KEY",
      '"x1"',
    ]) {
      expect(ended.stderr).toContain(part);
    }
    expect(await readdir(beside.folder.path)).toEqual([]);
  });

  test("of the command line come before those of the environment", async () => {
    const env = { ...envOf(beside.sandbox), TICKETVAULT_ORG_ID: "7", TICKETVAULT_STORE: "./elsewhere" };
    const keys = join(beside.folder.path, "keys.json");
    const { accessKey, secretKey } = beside.sandbox;
    await writeFile(keys, JSON.stringify({ accessKey, secretKey }), { mode: 0o600 });

    const { code } = await runHere(
      ["archive", "143", "--org", "22824", "--store", "here", "--keys-file", keys],
      { cwd: beside.folder.path, env: { ...env, TICKETVAULT_ACCESS_KEY: "wrong" } },
    );

    expect(code).toBe(0);
    expect(await readdir(join(beside.folder.path, "here/archive/22824"))).toContain("143");
  });

  test.each([
    [["archive"], "missing required argument"],
    [["archive", "143", "--speed", "9"], "unknown option"],
    [["frobnicate"], "unknown command"],
    [["archive", "143", "--log-level", "loud"], "Allowed choices"],
  ])("of no command are refused with 2: %j", async (args, message) => {
    const ended = await run(...args);

    expect(ended).toMatchObject({ code: 2, stdout: "" });
    expect(ended.stderr).toContain(message);
  });

  test("and exit codes are explained, and the file runs by itself", async () => {
    const env = { PATH: dirname(process.execPath) };

    const { stdout } = await promisify(execFile)(BIN, ["--help"], { env });

    expect(stdout).toContain("3  archived, but incomplete");
    expect(stdout).toContain("TICKETVAULT_STORE");
  });
});

describe("secrets", () => {
  test("stand in nothing that is written or kept, whatever fails", async () => {
    const tickets = ["143", "1000", "1001", "1002", "1003", "1004"];
    beside.sandbox.fault({ on: "attachment", ticketId: 143, kind: "expired" });
    beside.sandbox.fault({
      on: "attachment",
      ticketId: 1000,
      kind: "redirect",
      location: "http://127.0.0.1:1/x?secret",
    });
    beside.sandbox.fault({ on: "attachment", ticketId: 1001, kind: "error-page", format: "xml" });
    beside.sandbox.fault({
      on: "api",
      ticketId: 1002,
      kind: "content-path",
      contentPath: `https://evil.example/x?${CANARY}`,
    });
    beside.sandbox.fault({ on: "api", ticketId: 1003, kind: "error-envelope" });
    beside.sandbox.fault({
      on: "api",
      ticketId: 1004,
      kind: "redirect",
      location: `http://127.0.0.1:1/?${CANARY}`,
    });

    const ended = await runApart("archive", ...tickets, "--log-level", "debug");
    const json = await run("archive", "143", "--json", "--log-level", "debug");

    expect([ended.code, json.code]).toEqual([4, 3]);
    for (const text of [ended.stdout, ended.stderr, json.stdout, json.stderr]) {
      expect(text).not.toMatch(/CANARY|X-Amz/i);
    }
    for (const [path, bytes] of await filesOf(beside.folder.path)) {
      expect({ path, leaks: /CANARY|X-Amz/i.test(bytes.toString("latin1")) }).toEqual({ path, leaks: false });
    }
  });

  test("in an address of a store or a host are not quoted", async () => {
    const ended = await run(
      "archive",
      "143",
      "--store",
      "s3://AKIA:CANARY/1@bucket/x",
      "--attachment-host",
      "https://u:CANARY//2@h.example,u:CANARY@h.example",
    );

    expect(ended.code).toBe(2);
    expect(ended.stderr).toContain("--store s3://…@bucket/x:");
    expect(ended.stderr).toContain('"https://…@h.example"');
    expect(ended.stderr).toContain('"…@h.example"');
    expect(ended.stderr).not.toMatch(/CANARY|AKIA/);
  });

  test("do not come back out of a server that says them all", async () => {
    const echo = createServer((request, response) => {
      const secret = String(request.headers["x-lsq-secret-key"]);
      response.writeHead(400, secret, { "x-secret": secret }).end(`Refused: ${secret}`);
    });
    await new Promise<void>((listening) => echo.listen(0, "127.0.0.1", listening));
    const { port } = echo.address() as AddressInfo;
    const env = { ...envOf(beside.sandbox), TICKETVAULT_BASE_URL: `http://127.0.0.1:${port}` };

    const ended = await runHere(["archive", "143", "--log-level", "debug"], { cwd: beside.folder.path, env });
    echo.close();

    expect(ended.code).toBe(4);
    expect(ended.stdout).toContain("bad-request");
    expect(ended.stdout + ended.stderr).not.toContain(CANARY);
  });
});
