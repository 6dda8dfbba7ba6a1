/** `export --query`: the tickets that a question finds, with the question, what it was asked of, and its hits marked. */
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { shell } from "../export/exported.ts";
import { unzipAll } from "../export/unzip.ts";
import { besideSandbox } from "./beside-sandbox.ts";

const beside = besideSandbox();
const { run } = beside;
const MANDATE = ["--matter", "Acme", "--requested-by", "J. Doe", "--reason", "Request 13", "--out", "out"];
const exporting = (...args: string[]) => run("export", ...MANDATE, ...args);

async function exported(...args: string[]) {
  const ended = await exporting("--json", ...args);
  const folder = join(beside.folder.path, JSON.parse(ended.stdout).location);
  const read = async (name: string) => (await readFile(join(folder, name), "utf8")) as string;
  return { folder, read, plan: JSON.parse(await read("plan.json")), ...ended };
}

test("packs the tickets found; plan, certificate, transcript, tables and load file have question and hits", async () => {
  beside.sandbox.fault({ on: "attachment", ticketId: 143, kind: "status", status: 404 });
  await run("archive", "143", "1000", "1001");
  const { folder, read, plan } = await exported(
    ...["--query", "ticket:143 email", "--zone", "Asia/Kolkata", "--certificate"],
  );
  const { selection } = plan.request;
  const { found } = plan.parts[0].tickets[0];

  expect(selection).toEqual({ tickets: [143], question: { text: "ticket:143 email", zone: "Asia/Kolkata" } });
  expect(found).toMatchObject({
    version: "v1",
    wordings: expect.arrayContaining([expect.stringMatching(/^\d+-01$/)]),
  });
  expect(plan.source.askedOf).toMatchObject({
    ...{ ledgerHead: null, tickets: 3, namesLookedUp: null },
    notSearched: { incompleteTickets: 1, unreadable: "" },
  });
  const certificate = await read("certificate.html");
  expect(certificate).toContain("<q><bdi>ticket:143 email</bdi></q> found, with dates in Asia/Kolkata");
  expect(certificate).toMatch(/Not searched: the content of \d+ attachments? in \d+ tickets?/);
  expect(certificate).toContain("what is missing of 1 incomplete ticket;");

  await unzipAll(folder);
  const [part = ""] = (await readdir(folder)).filter((name) => !name.includes("."));
  const page = await read(`${part}/data/transcripts/143.html`);
  const hits = found.wordings.filter((name: string) => !name.startsWith("title")).length;
  expect(page.match(/Found by the question/g)).toHaveLength(hits);
  expect(page).toContain("<dt>Question</dt><dd><bdi>ticket:143 email</bdi>, with dates in Asia/Kolkata</dd>");
  const [header = "", ...rows] = (await read("messages.csv")).split("\r\n");
  const column = header.split(",").indexOf("FoundByQuestion");
  expect(rows.filter((row) => row.split(",")[column] === "yes")).toHaveLength(hits);
  const [fields = "", ...lines] = (await read("loadfile.dat")).split("\r\n");
  const hit = fields.split("\u0014").indexOf("þHITþ");
  expect(lines.filter((line) => line.split("\u0014")[hit] === "þYþ")).toHaveLength(hits);
  expect(JSON.parse(await read(`${part}/data/provenance.json`)).tickets[0].found).toEqual(found);
});

test("is verified, and hits that were altered are found", async () => {
  await run("archive", "143", "1000");
  const { folder, plan } = await exported("--query", "email", "--formats", "csv");
  expect(await run("verify", folder)).toMatchObject({ code: 0 });

  const file = join(folder, "plan.json");
  const [wording] = plan.parts[0].tickets[0].found.wordings;
  await shell(folder, `sed -i 's/"${wording}"/"999-01"/' ${file}`);
  expect((await run("verify", folder)).code).not.toBe(0);
});

test("reads first what the index lacks, and one question over the same versions is one export", async () => {
  await run("archive", "143");
  await shell(beside.folder.path, "rm *.words.sqlite*");
  const first = await exported("--query", "ticket:143 email");
  expect(first.stderr).toContain("1 ticket put into ./vault.22824.words.sqlite");
  await run("archive", "1000");
  expect((await exported("--query", "ticket:143 email")).folder).toBe(first.folder);
  expect((await exported("--query", "email ticket:143")).folder).not.toBe(first.folder);
});

test("with --dry-run shows what would be exported, and writes nothing", async () => {
  await run("archive", "143", "1000");
  const { code, stdout, stderr } = await exporting("--query", "ticket:143 email", "--dry-run");
  expect(code).toBe(0);
  expect(stdout).toMatch(
    /^ticket +version +archived, UTC +size +found\n#143 +v1 .*\n1 ticket would be exported\./,
  );
  expect(stderr).toMatch(/^The question finds \d+ messages in 1 ticket\.\nSearched: 2 tickets/m);
  expect(await readdir(beside.folder.path)).not.toContain("out");
});

test.each([
  [["--query", "custmer:1"], 2, /There is no field custmer:/],
  [["--query", "email", "--tickets", "143"], 2, /Give --query without --tickets/],
  [["--query", "nowhere"], 4, /The question finds no ticket\. Nothing was exported\./],
])("%j ends with %i", async (args, code, said) => {
  await run("archive", "143");
  expect(await exporting(...args)).toMatchObject({ code, stderr: expect.stringMatching(said) });
});
