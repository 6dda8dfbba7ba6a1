/** `ticketvault list`, `retry` and `index rebuild`: the index of tickets, as a user meets it. */
import { readFile, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { besideSandbox } from "./beside-sandbox.ts";

const beside = besideSandbox();
const { run } = beside;
const listed = async (...args: string[]): Promise<Record<string, unknown>[]> =>
  JSON.parse((await run("list", "--json", ...args)).stdout);
const GONE = { on: "attachment", ticketId: 143, kind: "status", status: 404 } as const;
const INDEX = "vault.22824.index.sqlite";

describe("list", () => {
  test("shows number, versions, status and time of what archive and backfill archived", async () => {
    beside.sandbox.fault(GONE);
    await run("archive", "143", "77777");
    await run("backfill", "--from", "1000", "--to", "1002");
    const { code, stdout, stderr } = await run("list");

    expect(code).toBe(0);
    expect(stdout).toMatch(/^ticket +versions +status +last archived, UTC +title$/m);
    expect(stdout).toMatch(/^#143 +1 +incomplete +20\d\d-\d\d-\d\d \d\d:\d\d:\d\d/m);
    expect(stdout).toMatch(/^#1002 +1 +complete +20\d\d/m);
    expect(stdout).toMatch(/^#143 .* Update Email Id *$/m);
    expect((await listed()).map(({ title }) => title)).not.toContain(null);
    expect(stdout).not.toContain("77777");
    expect(stderr).toContain(`4 tickets in ./${INDEX}`);
    expect(await listed("--incomplete")).toMatchObject([
      { ticketId: 143, status: "incomplete", versions: 1 },
    ]);
  });

  test("narrows to what changed since a time, and says what is no time", async () => {
    await run("archive", "143");
    expect(await listed("--changed-since", "2020-01-31")).toHaveLength(1);
    expect(await listed("--changed-since", "2999-01-31T09:00:00+05:30")).toEqual([]);
    expect(await run("list", "--changed-since", "yesterday")).toMatchObject({
      code: 2,
      stderr: expect.stringMatching(/--changed-since "yesterday" is no time/),
    });
  });

  test("names a ticket whose last try failed, and not one that only the account's failure kept", async () => {
    beside.sandbox.fault({ on: "api", ticketId: 1000, kind: "status", status: 400 });
    await run("archive", "1000");
    beside.sandbox.fault({ on: "api", ticketId: 1001, kind: "status", status: 403 });
    await run("archive", "1001");
    expect(await listed("--incomplete")).toMatchObject([
      { ticketId: 1000, status: null, failure: "bad-request", versions: 0 },
    ]);
    const today = new Date().toISOString().slice(0, 10);
    expect((await run("list", "--incomplete")).stdout).toContain(
      `no archive, failed: bad-request since ${today}`,
    );
  });

  test("makes not one request to S3", async () => {
    let requests = 0;
    const server = createServer((_, response) => {
      requests += 1;
      response.writeHead(500).end();
    }).listen(0, "127.0.0.1");
    await run("archive", "143");
    const { port } = server.address() as AddressInfo;
    const onS3 = ["--store", "s3://bucket/vault", "--endpoint", `http://127.0.0.1:${port}`];
    const { code, stdout } = await run("list", ...onS3, "--index", INDEX);
    server.close();

    expect(code).toBe(0);
    expect(stdout).toContain("#143");
    expect(requests).toBe(0);
  });

  test("says how an index comes to be, where there is none", async () => {
    const { code, stderr } = await run("list");
    expect(code).toBe(2);
    expect(stderr).toMatch(/There is no index of tickets at .*`ticketvault index rebuild` makes it/);
  });
});

describe("index rebuild", () => {
  test("makes the same list from the vault alone, as if none had been asked for", async () => {
    beside.sandbox.fault(GONE);
    await run("archive", "143", "1000", "1001");
    await run("accept", "143", "--reason", "the file is gone");
    const before = await listed();
    await rm(join(beside.folder.path, INDEX));
    const { code, stdout } = await run("index", "rebuild");

    expect(code).toBe(0);
    expect(stdout).toContain(`3 tickets of ./vault in ./${INDEX}`);
    const asIfNever = before.map((ticket) => ({ ...ticket, lastAsked: null, due: null }));
    expect(await listed()).toEqual(asIfNever);
    expect(before[0]).toMatchObject({ ticketId: 143, status: "accepted" });
  });

  test("leaves out an archive that cannot be read, and names it", async () => {
    await run("archive", "143", "1000");
    const inventory = join(beside.folder.path, "vault/archive/22824/143/inventory.json");
    await writeFile(inventory, (await readFile(inventory, "utf8")).replace("{", "["));
    await rm(join(beside.folder.path, INDEX));
    const { code, stderr } = await run("index", "rebuild");

    expect(code).toBe(3);
    expect(stderr).toContain("their archives cannot be read: 143");
    expect(await listed()).toMatchObject([{ ticketId: 1000 }]);
  });
});

describe("retry", () => {
  test("archives again what is incomplete or failed, once it is due or asked for", async () => {
    beside.sandbox.fault({ ...GONE, times: 1 });
    beside.sandbox.fault({ on: "api", ticketId: 1000, kind: "status", status: 400, times: 1 });
    await run("archive", "143", "1000", "1001");
    expect(await listed("--incomplete")).toMatchObject([{ ticketId: 143 }, { ticketId: 1000 }]);

    const early = await run("retry");
    expect(early.stdout).toBe("Nothing to try again.\n");
    expect(early.stderr).toMatch(/Not due yet: 2 tickets, the next at .* UTC/);

    const asked = beside.sandbox.counts.apiCalls;
    const { code, stdout } = await run("retry", "--now");
    expect(code).toBe(0);
    expect(stdout).toMatch(/#143 +archived +v2/);
    expect(stdout).toMatch(/#1000 +archived +v1/);
    expect(beside.sandbox.counts.apiCalls - asked).toBe(2);
    expect(await listed("--incomplete")).toEqual([]);
  });

  test("leaves out at once what was accepted", async () => {
    beside.sandbox.fault(GONE);
    await run("archive", "143");
    await run("accept", "143", "--reason", "the file is gone");
    expect(await listed()).toMatchObject([{ ticketId: 143, status: "accepted" }]);
    expect((await run("retry", "--now")).stdout).toBe("Nothing to try again.\n");
  });
});

test("accept makes no index where there is none", async () => {
  beside.sandbox.fault(GONE);
  await run("archive", "143");
  await rm(join(beside.folder.path, INDEX));
  expect(await run("accept", "143", "--reason", "the file is gone")).toMatchObject({ code: 0, stderr: "" });
  expect(await run("list")).toMatchObject({ code: 2 });
});

test("an index that cannot be written stops no archiving, and is told of", async () => {
  await writeFile(join(beside.folder.path, INDEX), "no database, but a text of mine ".repeat(300));
  const { code, stdout, stderr } = await run("archive", "143");
  expect(code).toBe(0);
  expect(stdout).toMatch(/#143 +archived +v1/);
  expect(stderr).toContain("warning  index.not-updated  ");
});
