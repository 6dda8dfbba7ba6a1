/** Synthesizes the stack into a temporary folder, without nag and without account or network. */
import { execFile } from "node:child_process";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { type TempFolder, tempFolder } from "../temp.ts";
import { SETTINGS } from "./settings.ts";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));

/** The folder of the cloud assembly: the template and the bundles. */
export async function synthesizedAssembly(): Promise<TempFolder> {
  const folder = await tempFolder();
  const config = join(folder.path, "ticketvault.config.json");
  await writeFile(config, JSON.stringify({ accounts: { e2e: SETTINGS } }));
  const cdkJson: { context: object } = JSON.parse(await readFile(`${ROOT}cdk.json`, "utf8"));
  const context = {
    ...cdkJson.context,
    "@aws-cdk/core:validateAgainstDefaultRules": false,
    config,
  };
  await promisify(execFile)(process.execPath, ["infra/app.ts"], {
    cwd: ROOT,
    env: {
      PATH: process.env["PATH"],
      CDK_OUTDIR: folder.path,
      CDK_VALIDATION: "false",
      CDK_CONTEXT_JSON: JSON.stringify(context),
    },
  });
  return folder;
}
