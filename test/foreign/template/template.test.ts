/** The stack's template and the API's description, linted by other people's programs: no error, and no warning. */
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, it } from "vitest";
import { EVERY_SETTING } from "../../infra/every-setting.ts";
import { synthesized } from "../../infra/synthesized.ts";
import { tempFolder } from "../../temp.ts";
import { installed, ran } from "../run.ts";
import { type Program, tell } from "../told.ts";

const CFN_LINT: Program = { name: "cfn-lint", version: "1.58.0", limits: "" };
const REDOCLY: Program = { name: "Redocly CLI", version: "2.77.0", limits: "" };
const REGIONS = ["ap-south-1", "us-east-1", "ap-southeast-1"];
const OPENAPI = new URL("../../../docs/openapi.json", import.meta.url).pathname;
/** Nothing is told to anybody. */
const QUIET = { REDOCLY_TELEMETRY: "off", REDOCLY_SUPPRESS_UPDATE_NOTICE: "true" };

it.each([
  ["the account number alone", {}],
  ["every setting in use", EVERY_SETTING],
  ["no webhook", { webhook: { enabled: false } }],
])("cfn-lint has nothing to say in three regions about the template with %s", async (what, settings) => {
  await using folder = await tempFolder();
  const template = join(folder.path, "template.json");
  await writeFile(template, JSON.stringify(synthesized(settings).toJSON(), null, 2));
  const program = join(installed("template"), "python/bin/cfn-lint");
  const args = ["--regions", ...REGIONS, "--", template];

  expect(await ran(program, args, folder.path)).toEqual({ code: 0, stdout: "", stderr: "" });
  tell(
    "template",
    CFN_LINT,
    `to lint the template with ${what}, for ${REGIONS.join(", ")}`,
    "no error, no warning",
  );
});

it("Redocly finds the OpenAPI document valid, without a warning", async () => {
  await using folder = await tempFolder();
  const program = join(installed("template"), "node_modules/@redocly/cli/bin/cli.js");

  const { code, stdout, stderr } = await ran(
    process.execPath,
    [program, "lint", OPENAPI],
    folder.path,
    QUIET,
  );

  expect(stdout + stderr).toMatch("Your API description is valid");
  expect(stdout + stderr).not.toMatch(/warning/i);
  expect(code).toBe(0);
  tell("template", REDOCLY, "to lint docs/openapi.json by its recommended rules", "valid, no warning");
});
