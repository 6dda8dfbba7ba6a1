/** Where `cdk` finds the settings of a stack: the file of one's own, and single ones on the command line. */
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { readConfig } from "../../infra/config.ts";
import { settingsIn } from "../../infra/context.ts";
import { tempFolder } from "../temp.ts";

const acme = { orgId: 1, logs: { level: "info", retentionDays: 30 } };

async function fileOf(folder: string, accounts: object): Promise<string> {
  const path = join(folder, "own.json");
  await writeFile(path, JSON.stringify({ accounts }));
  return path;
}

/** What `cdk` takes, by the context that it is given. */
async function taken(context: Readonly<Record<string, unknown>>): Promise<object> {
  return readConfig(await settingsIn(context));
}

// A11
test("a setting on the command line counts above the file's, whatever kind of value it is", async () => {
  await using folder = await tempFolder();
  const config = await fileOf(folder.path, { acme });
  const given = {
    config,
    "ticketvault.orgId": "22824",
    "ticketvault.logs.level": "debug",
    "ticketvault.allowedRegions": '["ap-south-1"]',
  };

  expect(await taken(given)).toMatchObject({
    orgId: 22824,
    logs: { level: "debug", retentionDays: 30 },
    allowedRegions: ["ap-south-1"],
  });
});

test("a setting on the command line needs no file", async () => {
  expect(await taken({ "ticketvault.orgId": "22824" })).toMatchObject({ orgId: 22824 });
});

// A11
test.each([
  ["ticketvault.orgID", "ticketvault.orgID is no setting: did you mean ticketvault.orgId?"],
  [
    "ticketvault.objectLock.year",
    "ticketvault.objectLock.year is no setting: did you mean ticketvault.objectLock.years?",
  ],
  ["ticketvault.colour", "ticketvault.colour is no setting: check its spelling"],
  ["ticketvalt.orgId", "ticketvalt.orgId is no setting: did you mean ticketvault.orgId?"],
  ["acount", "acount is no setting: did you mean account?"],
  ["cofig", "cofig is no setting: did you mean config?"],
  ["ticketvault", "ticketvault in the CDK's context: settings stand in ticketvault.config.json"],
  ["account", "there is no ticketvault.config.json with an account 5"],
])("what is no setting is refused: -c %s=5", async (key, expected) => {
  await expect(taken({ "ticketvault.orgId": "1", [key]: "5" })).rejects.toThrow(expected);
});

test("what others have in the CDK's context is let be", async () => {
  const others = { "@aws-cdk/core:checkSecretUsage": true, "aws:cdk:bundling-stacks": [], tickets: 1 };
  expect(await taken({ "ticketvault.orgId": "1", ...others })).toMatchObject({ orgId: 1 });
});

test("without a file and without settings, cdk says how to get them", async () => {
  await expect(taken({})).rejects.toThrow(
    "there is no ticketvault.config.json here: `npx ticketvault init` makes one",
  );
});

test("of several accounts the one that is named is deployed", async () => {
  await using folder = await tempFolder();
  const config = await fileOf(folder.path, { acme, beta: { orgId: 2, stackName: "Beta" } });

  expect(await taken({ config, account: "beta" })).toMatchObject({ orgId: 2, stackName: "Beta" });
  await expect(taken({ config })).rejects.toThrow("the accounts acme, beta: choose one with -c account=NAME");
});

test("an account whose stack would take another's place is refused", async () => {
  await using folder = await tempFolder();
  const config = await fileOf(folder.path, { acme, beta: { orgId: 2 } });

  await expect(taken({ config, account: "beta" })).rejects.toThrow(
    "accounts.beta and accounts.acme have the same stackName, Ticketvault",
  );
});

test("what only a command line may call is refused for a stack", async () => {
  const local = { "ticketvault.orgId": "1", "ticketvault.baseUrl": "http://127.0.0.1:4188" };
  await expect(taken(local)).rejects.toThrow("ticketvault.baseUrl must be of the form https://host");
});
