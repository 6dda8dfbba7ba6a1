/** What a newer Ticketvault wrote is called so by every command, which ends with 4: it is neither altered nor valid. */
import { createPrivateKey, sign } from "node:crypto";
import { cp, mkdir, readdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Sandbox, startSandbox } from "../../cli/sandbox/sandbox.ts";
import { sha256Hex } from "../../shared/digest.ts";
import { jsonBytes } from "../../shared/json.ts";
import { entryKey, signatureKey } from "../../shared/keys.ts";
import { unzip } from "../export/unzip.ts";
import { type TempFolder, tempFolder } from "../temp.ts";
import { envOf, runHere } from "./command.ts";

const MANDATE = ["--matter", "Smith v. Acme", "--requested-by", "J. Doe", "--reason", "Discovery"];
const ROOT = "vault/archive/22824";
const OBJECT = `${ROOT}/143`;
const SAID = "made by a newer Ticketvault";

let sandbox: Sandbox;
let good: TempFolder;
/** The export's folder. */
let out: string;
beforeAll(async () => {
  sandbox = await startSandbox();
  good = await tempFolder();
  const given = { cwd: good.path, env: envOf(sandbox) };
  for (const command of [
    ["archive", "143"],
    ["seal", "--key-file", "key.pem"],
    ["export", "--no-seal", ...MANDATE, "--out", "out", "--tickets", "143"],
  ]) {
    expect(await runHere(command, given)).toMatchObject({ code: 0 });
  }
  out = join("out", (await readdir(join(good.path, "out")))[0] ?? "");
});
afterAll(async () => {
  await sandbox.close();
  await good[Symbol.asyncDispose]();
});

type Change = (at: (path: string) => string) => Promise<unknown>;

/** Runs a command where a newer program wrote something. */
async function run(change: Change, args: readonly string[]) {
  await using folder = await tempFolder();
  await cp(good.path, folder.path, { recursive: true });
  await change((path) => join(folder.path, path));
  const { code, stdout, stderr } = await runHere(args, { cwd: folder.path, env: envOf(sandbox) });
  return { code, said: stdout + stderr };
}

async function edit(path: string, from: string, to: string): Promise<void> {
  const text = await readFile(path, "utf8");
  expect(text).toContain(from);
  await writeFile(path, text.replaceAll(from, to));
}

/** Appends an entry of a kind that is not known here, made of the last one. */
const entryOf =
  (kind: string, signedAs = kind): Change =>
  async (at) => {
    const bytes = await readFile(at(`vault/${entryKey(22824, 1)}`));
    const last = JSON.parse(bytes.toString());
    const written = (as: string) =>
      jsonBytes({ ...last, sequence: 2, previous: sha256Hex(bytes), kind: as, more: [] });
    const key = createPrivateKey(await readFile(at("key.pem")));
    await writeFile(at(`vault/${entryKey(22824, 2)}`), written(kind));
    await writeFile(at(`vault/${signatureKey(22824, 2)}`), sign("sha256", written(signedAs), key));
  };

/** A version of the ticket whose document has other words, with all digests made again. */
const ticketWith =
  (from: string, to: string): Change =>
  async (at) => {
    const document = at(`${OBJECT}/v1/content/ticket.json`);
    const before = sha256Hex(await readFile(document));
    await edit(document, from, to);
    for (const folder of [OBJECT, `${OBJECT}/v1`]) {
      const inventory = at(`${folder}/inventory.json`);
      await edit(inventory, before, sha256Hex(await readFile(document)));
      await writeFile(`${inventory}.sha256`, `${sha256Hex(await readFile(inventory))} inventory.json\n`);
    }
    await rm(at("vault/ledger"), { recursive: true });
  };

const extensionIn =
  (folder: string, name = "0099-weather"): Change =>
  async (at) => {
    await mkdir(at(`${folder}/extensions/${name}`), { recursive: true });
    const config = JSON.stringify({ extensionName: "0099-weather" });
    await writeFile(at(`${folder}/extensions/${name}/config.json`), config);
  };

const declared =
  (folder: string, from: string, to: string): Change =>
  async (at) => {
    await rename(at(`${folder}/0=${from}`), at(`${folder}/0=${to}`));
    await writeFile(at(`${folder}/0=${to}`), `${to}\n`);
  };

/** Unpacks the export's part, changes what its provenance says, and makes the manifests again. */
const provenanceWith =
  (from: string, to: string): Change =>
  async (at) => {
    const [zip = ""] = (await readdir(at(out))).filter((name) => name.endsWith(".zip"));
    await unzip(at(join(out, zip)), at("."));
    await rename(at(zip.replace(/\.zip$/, "")), at("bag"));
    await edit(at("bag/data/provenance.json"), from, to);
    const again = async (path: string, manifest: string): Promise<void> => {
      const text = await readFile(at(`bag/${manifest}`), "utf8");
      const digest = sha256Hex(await readFile(at(`bag/${path}`)));
      await writeFile(
        at(`bag/${manifest}`),
        text.replace(new RegExp(`^[0-9a-f]{64}(?=  ${path}$)`, "m"), digest),
      );
    };
    await again("data/provenance.json", "manifest-sha256.txt");
    await again("manifest-sha256.txt", "tagmanifest-sha256.txt");
  };

const planOf = (): string => join(out, "plan.json");
const summaryOf = (): string => join(out, "export.json");

// T18
describe("what a newer program wrote", () => {
  it.each<[string, Change, readonly string[]]>([
    ["an entry of a kind that is not known here", entryOf("weather"), ["verify"]],
    ["an object of OCFL 1.2", declared(OBJECT, "ocfl_object_1.1", "ocfl_object_1.2"), ["verify"]],
    ["an object with an extension", extensionIn(OBJECT), ["verify", "143"]],
    ["a storage root of OCFL 1.2", declared(ROOT, "ocfl_1.1", "ocfl_1.2"), ["verify"]],
    ["a storage root with an extension", extensionIn(ROOT), ["verify", "--quick"]],
    [
      "an inventory of OCFL 1.2",
      (at) => edit(at(`${OBJECT}/inventory.json`), "io/1.1/", "io/1.2/"),
      ["show", "143"],
    ],
    ["a document, shown", ticketWith("schema:ticket:1", "schema:ticket:2"), ["show", "143"]],
    ["a document, archived", ticketWith('"channel": "email"', '"channel": "pigeon"'), ["archive", "143"]],
    [
      "a document, exported",
      ticketWith('"normalizer": 1', '"normalizer": 99'),
      ["export", "--key-file", "key.pem", ...MANDATE, "--out", "other", "--tickets", "143"],
    ],
  ])("is called so, and the command ends with 4: %s", async (_, change, args) => {
    const { code, said } = await run(change, args);
    expect(said).toContain(SAID);
    expect(said).not.toMatch(/altered|invalid| error {2}/);
    expect(code).toBe(4);
  });

  it.each<[string, Change, () => string]>([
    ["a plan", (at) => edit(at(planOf()), "export-plan:1", "export-plan:2"), () => out],
    ["a plan with another format", (at) => edit(at(planOf()), '"csv"', '"braille"'), () => out],
    ["a summary", (at) => edit(at(summaryOf()), "schema:export:1", "schema:export:2"), () => out],
    ["a provenance", provenanceWith("provenance:1", "provenance:2"), () => "bag"],
    ["a provenance with another format", provenanceWith('"csv"', '"abc"'), () => "bag"],
  ])("is called so in an export: %s", async (_, change, place) => {
    const { code, said } = await run(change, ["verify", place()]);
    expect(said).toContain(SAID);
    expect(said).not.toContain("altered");
    expect(code).toBe(4);
  });

  it.each<[string, Change, string]>([
    ["an entry that is not signed like this", entryOf("weather", "snow"), "bad-signature"],
    [
      "a sealed object of OCFL 1.2 whose version was changed",
      async (at) => {
        await declared(OBJECT, "ocfl_object_1.1", "ocfl_object_1.2")(at);
        await edit(at(`${OBJECT}/v1/inventory.json`), "io/1.1/", "io/1.2/");
      },
      "altered",
    ],
    ["an extension that keeps to no rule", extensionIn(OBJECT, "weather"), "extra"],
  ])("hides nothing that can be told without knowing it: %s", async (_, change, code) => {
    const result = await run(change, ["verify"]);
    expect(result.said).toContain(code);
    expect(result.code).toBe(3);
  });
});
