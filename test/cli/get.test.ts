/** `ticketvault get`: files come out of the archive whole and unaltered, below the folder that was named, or not at all. */
import { createHash } from "node:crypto";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import { type Sandbox, startSandbox } from "../../cli/sandbox/sandbox.ts";
import { filesOf, type TempFolder, tempFolder } from "../temp.ts";
import { envOf, runHere } from "./command.ts";

let sandbox: Sandbox;
let folder: TempFolder;
beforeAll(async () => {
  sandbox = await startSandbox();
});
afterAll(() => sandbox.close());
beforeEach(async () => {
  folder = await tempFolder();
  const archived = await runHere(["archive", "143"], { cwd: folder.path, env: envOf(sandbox) });
  expect(archived.code).toBe(0);
});
afterEach(() => folder[Symbol.asyncDispose]());

const get = (...args: string[]) => runHere(["get", "143", ...args], { cwd: folder.path });
const copied = (name: string) => filesOf(join(folder.path, name));
const sha256 = (bytes: Uint8Array) => createHash("sha256").update(bytes).digest("hex");
const object = () => join(folder.path, "vault/archive/22824/143");

// U8
test("all files of a ticket come, each with the digest that the archive has", async () => {
  const { code, stdout } = await get("--out", "out", "--json");

  expect(code).toBe(0);
  const { version, files } = JSON.parse(stdout);
  const found = await copied("out");
  expect(version).toBe("v1");
  expect([...found.keys()]).toEqual(files.map(({ path }: { path: string }) => path).toSorted());
  for (const file of files) expect(sha256(found.get(file.path) ?? Buffer.of())).toBe(file.sha256);
});

// U8
test("files and folders are chosen, an earlier version too; a path that fits none is refused", async () => {
  const one = await get("source.json", "--version", "v1", "--out", "one");
  await get("attachments/", "--out", "files");
  const none = await get("attachment", "--out", "none");

  expect(one.code).toBe(0);
  expect([...(await copied("one")).keys()]).toEqual(["source.json"]);
  expect([...(await copied("files")).keys()].every((path) => path.startsWith("attachments/"))).toBe(true);
  expect(none.code).toBe(2);
  expect(none.stderr).toContain('v1 has no "attachment". It has ');
});

test("run again it copies nothing; a file of other bytes stays, and is told", async () => {
  await get("--out", "out");
  const again = await get("--out", "out");
  await writeFile(join(folder.path, "out/ticket.json"), "mine");
  const other = await get("--out", "out");

  expect(again.code).toBe(0);
  expect(again.stdout).not.toContain("copied");
  expect(other.code).toBe(3);
  expect(other.stdout).toContain("refused ticket.json: another file stands there, and stays");
  expect(await readFile(join(folder.path, "out/ticket.json"), "utf8")).toBe("mine");
});

test("a file that was altered is not copied, the others are", async () => {
  await writeFile(join(object(), "v1/content/source.json"), "altered");
  const { code, stdout } = await get("--out", "out");

  expect(code).toBe(3);
  expect(stdout).toContain("source.json has the SHA-256");
  const found = [...(await copied("out")).keys()];
  expect(found).toContain("ticket.json");
  expect(found).not.toContain("source.json");
});

// U8
test.each(["../escaped.json", "/tmp/escaped.json", "a/../../escaped.json", "a\\..\\escaped.json"])(
  "a name that leads out of the folder is refused: %s",
  async (hostile) => {
    const path = join(object(), "inventory.json");
    const text = (await readFile(path, "utf8")).replaceAll('"source.json"', JSON.stringify(hostile));
    await writeFile(path, text);
    await writeFile(`${path}.sha256`, `${sha256(Buffer.from(text))} inventory.json\n`);
    await mkdir(join(folder.path, "inner"));
    const { code } = await get("--out", "inner/out");

    expect([3, 4]).toContain(code);
    const left = [...(await copied("inner")).keys()];
    expect(left.filter((name) => name.includes("escaped"))).toEqual([]);
    expect([...(await copied("")).keys()].filter((name) => name.includes("escaped"))).toEqual([]);
  },
);

test("the vault itself takes no copies", async () => {
  const { code, stderr } = await get("--out", "vault/copies");
  expect(code).toBe(2);
  expect(stderr).toContain("--out vault/copies is in the vault");
});
