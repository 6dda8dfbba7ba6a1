/** Synthesizes the stack into a temporary folder before the tests, without nag and without account or network. */
import { execFile } from "node:child_process";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import type { TestProject } from "vitest/node";
import { tempFolder } from "../temp.ts";
import { SETTINGS } from "./settings.ts";

declare module "vitest" {
  interface ProvidedContext {
    /** The folder of the cloud assembly: the template and the bundles. */
    assembly: string;
  }
}

const ROOT = fileURLToPath(new URL("../..", import.meta.url));

export default async function setup(project: TestProject): Promise<() => Promise<void>> {
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
  project.provide("assembly", folder.path);
  return async () => folder[Symbol.asyncDispose]();
}
