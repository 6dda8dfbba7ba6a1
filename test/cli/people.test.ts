/** Names are looked up by one call whose URL is a secret, and go into what people read, and nowhere else. */
import { readFile, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { type Sandbox, startSandbox } from "../../cli/sandbox/sandbox.ts";
import { unzipAll } from "../export/unzip.ts";
import { filesOf, tempFolder } from "../temp.ts";
import { envOf, runHere } from "./command.ts";

const USER = "a443f7b7-d1fd-11ec-993a-06f221480cd8";

let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await startSandbox();
});
afterAll(() => sandbox.close());
beforeEach(() => sandbox.reset());

async function place() {
  const folder = await tempFolder();
  const run = (...args: string[]) => runHere(args, { cwd: folder.path, env: envOf(sandbox) });
  const fetchPeople = (...args: string[]) => run("people", "fetch", "--crm-url", sandbox.origin, ...args);
  return { ...folder, run, fetchPeople, [Symbol.asyncDispose]: () => folder[Symbol.asyncDispose]() };
}

describe("people fetch", () => {
  it("writes ids, names and addresses, for nobody else to read", async () => {
    await using it = await place();

    expect(await it.fetchPeople("--out", "people.json")).toMatchObject({ code: 0 });

    const file = join(it.path, "people.json");
    const { lookedUp, people } = JSON.parse(await readFile(file, "utf8"));
    expect(lookedUp).toMatch(/^\d{4}-\d{2}-\d{2}$/);
    expect(people).toContainEqual({
      ...{ id: USER, name: "Support Agent", address: "support.agent@example.com" },
    });
    expect((await stat(file)).mode & 0o777).toBe(0o600);
  });

  it.each([
    { on: "users", kind: "status", status: 401 },
    { on: "users", kind: "status", status: 500 },
    { on: "users", kind: "redirect", location: "http://127.0.0.1:1/?accessKey=CANARY" },
    { on: "users", kind: "reset" },
    { on: "users", kind: "echo-headers" },
    { on: "users", kind: "malformed-json" },
  ] as const)("says what failed without its URL, and writes nothing (%j)", async (fault) => {
    await using it = await place();
    sandbox.fault(fault);

    const { code, stdout, stderr } = await it.fetchPeople("--log-level", "debug");

    expect(code).not.toBe(0);
    expect(stdout + stderr).not.toMatch(/CANARY|accessKey=|secretKey=/);
    await expect(stat(join(it.path, "people.json"))).rejects.toThrow("ENOENT");
  });
});

describe("names in exports", () => {
  it("stand in pages, tables and load files as looked up, and in no archived file and no e-mail", async () => {
    await using it = await place();
    await it.run("archive", "143");
    await it.fetchPeople();
    const mandate = ["--matter", "M", "--requested-by", "tests", "--reason", "r", "--tickets", "143"];

    const exported = await it.run("export", ...mandate, "--out", "out", "--people", "people.json", "--json");

    expect(exported).toMatchObject({ code: 0 });
    const { location } = JSON.parse(exported.stdout);
    const plan = JSON.parse(await readFile(join(it.path, location, "plan.json"), "utf8"));
    const { lookedUp } = plan.people;
    // Nobody else's name is handed over.
    expect(plan.people.people.map(({ id }: { id: string }) => id)).toEqual([USER]);
    await unzipAll(join(it.path, location));
    const files = await filesOf(join(it.path, location));
    const named = [...files]
      .filter(([, bytes]) => bytes.includes("support.agent@example.com"))
      .map(([path]) => path);
    expect(named.map((path) => path.replace(/^.*\/data\//, "")).toSorted()).toEqual([
      `export-${plan.id}-part-001-of-001.rows.ndjson`,
      "loadfile.csv",
      "loadfile.dat",
      "messages.csv",
      "plan.json",
      "transcripts/143.html",
    ]);
    const page = String([...files].find(([path]) => path.endsWith("143.html"))?.[1]);
    expect(page).toContain(
      `(<bdi>Support Agent &lt;support.agent@example.com&gt;</bdi>, as looked up on ${lookedUp})`,
    );
  });

  it("are read from a CSV too, and a list that is none is refused by its name", async () => {
    await using it = await place();
    await it.run("archive", "143");
    await writeFile(join(it.path, "people.csv"), `UserId;First Name;Last Name\r\n${USER};Meera;Iyer\r\n`);
    await writeFile(join(it.path, "other.csv"), "a,b\n1,2\n");
    const show = (file: string) => it.run("show", "143", "--transcript", "143.html", "--people", file);

    expect(await show("people.csv")).toMatchObject({ code: 0 });
    expect(await readFile(join(it.path, "143.html"), "utf8")).toContain(
      "(<bdi>Meera Iyer</bdi>, as looked up on ",
    );
    expect(await show("other.csv")).toMatchObject({ code: 2, stderr: expect.stringContaining("other.csv") });
    expect(await show("none.csv")).toMatchObject({ code: 2, stderr: expect.stringContaining("ENOENT") });
  });
});
