/** The stack's own API, its routes and its bundle, called by schemathesis with all that docs/openapi.json allows, and does not. */
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { synthesizedAssembly } from "../../e2e/assembly.ts";
import { deploy } from "../../e2e/deployment.ts";
import { SIGNED } from "../../e2e/http-api.ts";
import { type TempFolder, tempFolder } from "../../temp.ts";
import { installed, ran } from "../run.ts";
import { type Program, SIZE, tell } from "../told.ts";

const SCHEMATHESIS: Program = { name: "schemathesis", version: "4.32.5", limits: "" };
const OPENAPI = new URL("../../../docs/openapi.json", import.meta.url).pathname;
const CONFIG = new URL("schemathesis.toml", import.meta.url).pathname;
const EXAMPLES = 25 * SIZE;

let assembly: TempFolder;
beforeAll(async () => {
  assembly = await synthesizedAssembly();
});
afterAll(() => assembly[Symbol.asyncDispose]());

// F11
it("answers what docs/openapi.json says, takes what it allows, and refuses what it does not", async () => {
  await using stack = await deploy(assembly.path);
  await using folder = await tempFolder();
  // The ticket of the document's examples.
  const headers = { authorization: SIGNED, prefer: "wait=25" };
  const archived = await fetch(`${stack.origin}/tickets/143/archive`, { method: "POST", headers });
  expect(archived.status).toBe(200);

  const program = join(installed("http"), "python/bin/schemathesis");
  const to = ["--url", stack.origin, "--header", `Authorization: ${SIGNED}`];
  const cases = ["--max-examples", String(EXAMPLES), "--seed", "1", "--no-color"];
  const args = ["--config-file", CONFIG, "run", OPENAPI, ...to, ...cases];
  const { code, stdout, stderr } = await ran(program, args, folder.path);

  expect({ code, words: code === 0 ? "" : stdout.slice(-8000) + stderr }).toEqual({ code: 0, words: "" });
  tell(
    "http",
    SCHEMATHESIS,
    "to call the deployed API by docs/openapi.json, with what it allows and what it does not",
    "no failure",
  );
});
