/** Numbers that have nothing at LeadSquared, as a user meets them. */
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { filesOf } from "../temp.ts";
import { besideSandbox } from "./beside-sandbox.ts";

const beside = besideSandbox({ limit: { calls: 10_000 } });
const { run } = beside;

// T4
test("archive says so, writes nothing and exits with 3", async () => {
  const ended = await run("archive", "999");
  expect(ended.code).toBe(3);
  expect(ended.stdout).toContain("empty #999  LeadSquared has nothing under the number 999");
  // The index alone remembers that it was asked for.
  expect([...(await filesOf(beside.folder.path)).keys()]).toEqual(["vault.22824.index.sqlite"]);
});

test("a backfill counts and lists them, and does not fail for the gaps of a range", async () => {
  const state = ["--state", "state.jsonl"];
  const range = await run("backfill", "--from", "142", "--to", "144", ...state, "--json");
  expect(range.code).toBe(0);
  expect(JSON.parse(range.stdout.trim().split("\n").at(-1) ?? "")).toMatchObject({
    summary: { archived: 1, empty: 2, failed: 0 },
  });
  expect(await readFile(join(beside.folder.path, "state.jsonl"), "utf8")).toContain(
    '{"ticketId":144,"outcome":"empty"}',
  );

  expect(await run("backfill", "--from", "900", "--to", "902")).toMatchObject({ code: 3 });
  await writeFile(join(beside.folder.path, "list.csv"), "TicketId\n143\n999\n");
  expect(await run("backfill", "--csv", "list.csv")).toMatchObject({ code: 3 });
});

// T1 T2
test("what was removed at the source is a warning of archive, and marked in show", async () => {
  await run("archive", "143");
  const ticket = structuredClone(beside.sandbox.ticket(143));
  ticket?.ConversationList.pop();
  if (ticket !== undefined) beside.sandbox.setTicket(143, ticket);

  const ended = await run("archive", "143");
  expect(ended.code).toBe(0);
  expect(ended.stdout).toContain(
    "changed #143  at the source: 1 message removed (135), 1 attachment removed.",
  );
  expect((await run("show", "143")).stdout).toContain("not listed by LeadSquared since v2");
});
