/** The whole synthesis, with bundles, the CDK's validation and all rule packs, as `npm run synth` does it. */
import { execFile } from "node:child_process";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { expect, test } from "vitest";
import { cdkJson } from "../infra/synthesized.ts";
import { tempFolder } from "../temp.ts";

const EVERYTHING = {
  orgId: 22824,
  tenantId: 7,
  attachmentHosts: ["files.example.com"],
  objectLock: { mode: "COMPLIANCE", years: 10 },
  breakGlassRoleArn: "arn:aws:iam::123456789012:role/Deleter",
  webhook: {
    secretArn: "arn:aws:secretsmanager:ap-south-1:123456789012:secret:Hook-abc123",
    ticketPaths: ["Ticket.Id"],
    orgPaths: ["Org"],
  },
  events: [
    { name: "crm", pattern: { source: ["my.crm"] }, orgIdPath: "$.detail.account" },
    { name: "own", pattern: { source: ["mine"] }, busName: "Ticketvault" },
  ],
  schedule: { expression: "rate(1 day)", timezone: "Asia/Kolkata", tickets: [1, 2, 3] },
  staticEgress: true,
  alarms: { email: "ops@example.com" },
  allowedRegions: ["ap-south-1"],
  terminationProtection: true,
  tags: { team: "support" },
  permissionsBoundaryArn: "arn:aws:iam::123456789012:policy/Bound",
  egressAllocationId: "eipalloc-0123456789abcdef0",
  egressS3Endpoint: false,
  concurrency: { archive: 5, holds: 4, exports: 3, api: 20, webhook: 10 },
  exports: { retentionDays: 30 },
  verify: { everyHours: 12 },
};

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
  ["every setting in use", EVERYTHING],
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
