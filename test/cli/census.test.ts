/** `ticketvault census`: as a user meets it, from the archive to the sealed record and its check. */
import { readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { besideSandbox } from "./beside-sandbox.ts";

const beside = besideSandbox();
const { run } = beside;
const GONE = { on: "attachment", ticketId: 143, kind: "status", status: 404 } as const;

test("is kept in the vault, shown, sealed and checked; and exits with 3 until nothing is open", async () => {
  beside.sandbox.fault(GONE);
  await run("archive", "143", "142");
  const { code, stdout, stderr } = await run("census", "--out", "census.html");
  expect(code).toBe(3);
  expect(stdout).toMatch(/^Of the numbers from 1 to 143, 1 are archived, accepted or empty; 142 are not\.$/m);
  expect(stdout).toMatch(/^class +numbers +which$/m);
  expect(stdout).toMatch(/^incomplete +1 +143$/m);
  expect(stdout).toMatch(/^never asked +141 +1-141$/m);
  expect(stdout).toMatch(/^empty +1 +142$/m);
  expect(stdout).toMatch(/^Ledger: none$/m);
  expect(stderr).toMatch(/^Kept as \.\/vault\/census\/22824\/\d{8}T\d{9}Z\.json$/m);
  expect(await readFile(join(beside.folder.path, "census.html"), "utf8")).toContain(
    "Census of account 22824",
  );

  const seal = await run("seal", "--key-file", "key.pem");
  expect(seal.stdout).toContain("1 version and 2 records of holds, acceptances and censuses sealed");
  expect(await run("verify", "--org", "22824")).toMatchObject({ code: 0 });
  const latest = JSON.parse((await run("census", "--latest", "--json")).stdout);
  expect(latest).toMatchObject({ highest: 143, numbers: { incomplete: { count: 1, ranges: ["143"] } } });

  const record = join(beside.folder.path, "vault", latest.key);
  await writeFile(record, (await readFile(record, "utf8")).replace('"1-141"', '"1-140"'));
  const verified = await run("verify", "--org", "22824");
  expect(verified).toMatchObject({ code: 3 });
  expect(verified.stdout).toMatch(/census\/22824\/.*\.json +altered/);
});

test("exits with 0 when every number is archived, accepted or empty", async () => {
  const ticket = beside.sandbox.ticket(143);
  if (ticket !== undefined) beside.sandbox.setTicket(3, structuredClone(ticket));
  beside.sandbox.fault({ ...GONE, ticketId: 3 });
  await run("archive", "3");
  await run("accept", "3", "--reason", "gone for good");
  await run("archive", "1", "2");
  const { code, stdout } = await run("census");
  expect(stdout).toMatch(/^All 3 numbers from 1 to 3 are archived, accepted or empty\.$/m);
  expect(code).toBe(0);
});

test("says what is missing to take one, and what it does not take", async () => {
  expect(await run("census")).toMatchObject({
    code: 2,
    stderr: expect.stringContaining("no index of tickets"),
  });
  expect(await run("census", "--latest")).toMatchObject({
    code: 4,
    stderr: expect.stringMatching(/no census of account 22824: `ticketvault census` takes one/),
  });
  await run("archive", "143");
  expect(await run("census", "--out", "vault/census.html")).toMatchObject({
    code: 2,
    stderr: expect.stringContaining("inside the vault"),
  });
  expect(await run("census", "--out", "nowhere/census.html")).toMatchObject({
    code: 2,
    stderr: expect.stringMatching(/--out "nowhere\/census.html" cannot be written \(ENOENT\)/),
  });
  await rm(join(beside.folder.path, "vault/archive"), { recursive: true });
  const lost = await run("census");
  expect(lost).toMatchObject({ code: 3 });
  expect(lost.stdout).toMatch(/^not in the vault +1 +143$/m);
});
