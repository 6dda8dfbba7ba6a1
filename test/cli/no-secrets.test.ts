/** One search over all that comes of a ticket: no key and no signed query of ours in it, and every word of the customer's. */
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type Sandbox, startSandbox } from "../../cli/sandbox/sandbox.ts";
import { openZip } from "../../shared/verify/export/zip-tree.ts";
import { filesOf, tempFolder } from "../temp.ts";
import { envOf, runHere } from "./command.ts";

const MANDATE = ["--matter", "Smith v. Acme", "--requested-by", "J. Doe", "--reason", "Discovery"];
/** The sandbox's keys, and the tokens and signatures of its URLs, have this word in them. */
const OURS = /canary/i;
const FOREIGN =
  "https://x.example/?X-Amz-Signature=0f1e&sig=abc%2F&Signature=d%3D&se=2026&Expires=1#X-Amz-Credential=me";

let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await startSandbox({ tickets: 2 });
}, 60_000);
afterAll(() => sandbox.close());

// T10 T16 T17
test("vault, logs and exports have no secret of ours, and a customer's signatures to the byte", async () => {
  await using folder = await tempFolder();
  const given = { cwd: folder.path, env: envOf(sandbox) };
  const text = `Please look at ${FOREIGN} and "sig=1".`;
  sandbox.change(143, { kind: "add", text });
  sandbox.change(143, { kind: "add-picture", message: 131 });
  sandbox.change(143, { kind: "add-foreign-link", message: 135, url: FOREIGN });
  const html = sandbox.ticket(143)?.ConversationList.find(({ Id }) => String(Id) === "135")?.Html;
  sandbox.fault({ on: "api", kind: "echo-headers" });
  sandbox.fault({ on: "attachment", kind: "expired", times: 1 });

  const said: string[] = [];
  for (const command of [
    ["archive", "143", "1000", "--log-level", "debug"],
    ["seal", "--key-file", "key.pem", "--log-level", "debug"],
    ["show", "143"],
    [
      "export",
      "--key-file",
      "key.pem",
      ...MANDATE,
      "--out",
      "out",
      "--tickets",
      "143,1000",
      "--log-level",
      "debug",
    ],
  ]) {
    const { code, stdout, stderr } = await runHere(command, given);
    expect(code, stderr).toBe(0);
    said.push(stdout, stderr);
  }

  const files = await filesOf(folder.path);
  const packed = new Map<string, string>();
  for (const path of [...files.keys()].filter((each) => each.endsWith(".zip"))) {
    using zip = await openZip(join(folder.path, path));
    for (const name of zip.files) {
      packed.set(name, Buffer.from((await zip.tree.read(name)) ?? []).toString("utf8"));
    }
  }
  expect(packed.size).toBeGreaterThan(20);
  const all = [...packed.values(), ...[...files.values()].map((bytes) => bytes.toString("latin1")), ...said];
  expect(all.filter((each) => OURS.test(each))).toEqual([]);

  const archived = String(files.get("vault/archive/22824/143/v1/content/ticket.json"));
  const { conversations } = JSON.parse(archived);
  expect(conversations).toContainEqual(expect.objectContaining({ text }));
  expect(conversations).toContainEqual(expect.objectContaining({ id: "135", html }));
  expect(html).toContain("x.example");
  const texts = [...packed].filter(([name]) => name.includes("/text/143/")).map(([, each]) => each);
  expect(texts.some((each) => each.includes(FOREIGN))).toBe(true);
}, 60_000);
