/** The file of settings: what it takes, and what is said of mistakes in it. */
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { accountOf, readSettingsFile } from "../../shared/settings/file.ts";
import { tempFolder } from "../temp.ts";

const EXAMPLE = new URL("../../ticketvault.config.example.json", import.meta.url);

/** What is said of a file with this text. */
async function saidOf(text: string): Promise<string> {
  await using folder = await tempFolder();
  const path = join(folder.path, "own.json");
  await writeFile(path, text);
  const said = await readSettingsFile(path).then(
    () => "taken",
    (error: Error) => error.message,
  );
  return said.replaceAll(path, "own.json");
}

function saidOfAccount(acme: unknown): Promise<string> {
  return saidOf(JSON.stringify({ accounts: { acme } }));
}

test("the example is taken as it is", async () => {
  expect(await saidOf(await readFile(EXAMPLE, "utf8"))).toBe("taken");
});

test("all mistakes of all accounts are told together, unknown names with the nearest one", async () => {
  const accounts = {
    acme: { orgID: 22824, cli: { stor: "./vault" } },
    beta: { orgId: "5", staticEgres: true },
    "two words": { orgId: 1 },
  };
  expect((await saidOf(JSON.stringify({ accounts, acounts: {} }))).split("\n")).toEqual([
    "The settings in own.json cannot be used:",
    "  accounts.acme.orgId must be the LeadSquared account number, such as 22824",
    "  accounts.acme.cli.stor is no setting: did you mean accounts.acme.cli.store?",
    "  accounts.acme.orgID is no setting: did you mean accounts.acme.orgId?",
    "  accounts.beta.orgId must be the LeadSquared account number, such as 22824",
    "  accounts.beta.staticEgres is no setting: did you mean accounts.beta.staticEgress?",
    "  accounts.two words must be a name of up to 40 letters, digits, - and _",
    "  acounts is no setting: did you mean accounts?",
  ]);
});

test.each(["accessKey", "secretKey", "SECRET_KEY"])(
  "a key in it is refused, and not shown: %s",
  async (name) => {
    const said = await saidOfAccount({ orgId: 1, [name]: "hunter2" });

    expect(said).toContain(`accounts.acme.${name} is no setting: keys stand in the environment`);
    expect(said).not.toContain("hunter2");
  },
);

test.each([
  ["", "the JSON is malformed"],
  ['{"accounts": {\n  "acme": {"orgId": 1,}}}', "the JSON is malformed at line 2, column 23"],
  ['{"accounts": {"acme": {"orgId": 1}, "acme": {"orgId": 2}}}', "acme stands twice in one object"],
  ["[]", "It must be an object in braces"],
  ["{}", "accounts must be an object with an account under each name"],
  ['{"accounts": {}}', "accounts must have at least one account"],
])("%j is no file of settings", async (text, expected) => {
  expect(await saidOf(text)).toBe(`The settings in own.json cannot be used:\n  ${expected}`);
});

test("a file that was named must be there, and be a file", async () => {
  await using folder = await tempFolder();
  await mkdir(join(folder.path, "folder"));

  await expect(readSettingsFile(join(folder.path, "none.json"))).rejects.toThrow("there is no such file");
  await expect(readSettingsFile(join(folder.path, "folder"))).rejects.toThrow(
    "give a file of JSON of up to 1 MiB",
  );
});

const accounts = new Map<string, unknown>([
  ["acme", { orgId: 1 }],
  ["beta", { orgId: 2 }],
]);
const file = { path: "own.json", accounts };

test.each([
  ["by name", { name: "beta" }, "beta"],
  ["by its number", { orgId: 1 }, "acme"],
])("an account is chosen %s", (_, wanted, expected) => {
  expect(accountOf(file, { ...wanted, by: "--account NAME" })[0]).toBe(expected);
});

test.each([
  ["no word which", {}, "there are the accounts acme, beta: choose one with --account NAME"],
  ["a number that none has", { orgId: 3 }, "choose one with --account NAME"],
  ["a name mistyped", { name: "acmee" }, 'there is no account "acmee": did you mean acme?'],
  ["a name of none", { name: "gamma-corp" }, 'there is no account "gamma-corp": it has acme, beta'],
])("with %s, none is chosen", (_, wanted, expected) => {
  expect(() => accountOf(file, { ...wanted, by: "--account NAME" })).toThrow(expected);
});
