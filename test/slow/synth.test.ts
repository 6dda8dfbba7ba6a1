/** The whole synthesis, with bundles, the CDK's validation and all rule packs, as `npm run synth` does it. */
import { execFile } from "node:child_process";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { expect, test } from "vitest";
import { EVERY_SETTING } from "../infra/every-setting.ts";
import { cdkJson } from "../infra/synthesized.ts";
import { tempFolder } from "../temp.ts";

/** Without the variables that would lead to an account. */
async function environment(outdir: string, settings: object) {
  const own = Object.entries(process.env).filter(([name]) => !name.startsWith("AWS_"));
  const config = join(outdir, "own.json");
  await writeFile(config, JSON.stringify({ accounts: { acme: settings } }));
  const context = JSON.stringify({ ...cdkJson.context, config });
  return {
    ...Object.fromEntries(own),
    CDK_OUTDIR: outdir,
    CDK_CONTEXT_JSON: context,
    AWS_EC2_METADATA_DISABLED: "true",
  };
}

test.each([
  ["the account number alone", { orgId: 22824 }],
  ["every setting in use", EVERY_SETTING],
  ["no webhook", { orgId: 22824, webhook: { enabled: false } }],
])("with %s nobody finds anything that is not explained, and no account is needed", async (_, settings) => {
  await using folder = await tempFolder();
  const env = await environment(folder.path, settings);
  await promisify(execFile)(process.execPath, ["infra/app.ts"], { env });
  const report = JSON.parse(await readFile(join(folder.path, "validation-report.json"), "utf8"));
  expect(report.pluginReports).toEqual([]);
  const manifest = JSON.parse(await readFile(join(folder.path, "manifest.json"), "utf8"));
  expect(manifest).not.toHaveProperty("missing");
});

test("bad settings end it with the list of mistakes and no stack trace", async () => {
  await using folder = await tempFolder();
  const env = await environment(folder.path, { orgId: 0, years: 7 });
  const run = promisify(execFile)(process.execPath, ["infra/app.ts"], { env });
  await expect(run).rejects.toMatchObject({
    code: 1,
    stderr: [
      `The settings in ${join(folder.path, "own.json")} cannot be used:`,
      "  accounts.acme.orgId must be the LeadSquared account number, such as 22824",
      "  accounts.acme.years is no setting: check its spelling",
      "",
    ].join("\n"),
  });
});
