/** What `cdk` runs, with settings that cannot be used. */
import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { expect, test } from "vitest";
import { tempFolder } from "../temp.ts";
import { cdkJson } from "./synthesized.ts";

test("bad settings end it with the list of mistakes and no stack trace", async () => {
  await using folder = await tempFolder();
  const context = { ...cdkJson.context, ticketvault: { orgId: 0, years: 7 } };
  const env = { ...process.env, CDK_OUTDIR: folder.path, CDK_CONTEXT_JSON: JSON.stringify(context) };
  const run = promisify(execFile)(process.execPath, ["infra/app.ts"], { env });
  await expect(run).rejects.toMatchObject({
    code: 1,
    stderr: [
      "cdk.json cannot be used:",
      "  context.ticketvault.orgId must be the LeadSquared account number, such as 22824",
      "  context.ticketvault.years is no setting: check its spelling",
      "",
    ].join("\n"),
  });
});
