/** The account that is meant where nobody says it: the only one that the vault holds. */
import { cp, mkdir } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { startSandbox } from "../../cli/sandbox/sandbox.ts";
import { tempFolder } from "../temp.ts";
import { envOf, runHere } from "./command.ts";

// U6
test("a vault of one account asks for no --org, one of two names both, an empty one says how to set it", async () => {
  await using folder = await tempFolder();
  const sandbox = await startSandbox();
  const env = envOf(sandbox);
  const cwd = folder.path;
  await runHere(["archive", "143"], { cwd, env });
  const { TICKETVAULT_ORG_ID: _, ...withoutOrg } = env;

  for (const command of [
    ["show", "143"],
    ["verify", "143"],
    ["list"],
    ["get", "143", "--out", "out"],
    ["diff", "143"],
  ])
    expect((await runHere(command, { cwd })).code, command.join(" ")).toBe(0);
  expect((await runHere(["archive", "143"], { cwd, env: withoutOrg })).code).toBe(0);

  await cp(join(cwd, "vault/archive/22824"), join(cwd, "vault/archive/5"), { recursive: true });
  const two = await runHere(["show", "143"], { cwd });
  expect(two.code).toBe(2);
  expect(two.stderr).toContain(
    "./vault holds the accounts 22824, 5: say which one with --org, TICKETVAULT_ORG_ID",
  );

  await mkdir(join(cwd, "empty"));
  const none = await runHere(["show", "143", "--store", "empty"], { cwd });
  expect(none.code).toBe(2);
  expect(none.stderr).toContain(
    "The LeadSquared account number is missing: set --org, TICKETVAULT_ORG_ID or orgId in",
  );
  expect(none.stderr).toContain("There is no vault at empty to take it from: check the folder you are in");
  await sandbox.close();
});
