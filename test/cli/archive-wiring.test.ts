/** The archive flow as the command line wires it: what guards it is plugged in. H1 */
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { type Sandbox, startSandbox } from "../../cli/sandbox/sandbox.ts";
import { everyNameLeadsTo } from "../name-service.ts";
import { type TempFolder, tempFolder } from "../temp.ts";
import { LONGEST_MS, watchWaits } from "../waits.ts";
import { type Ended, envOf, runHere } from "./command.ts";

let sandbox: Sandbox;
let folder: TempFolder;
beforeAll(async () => {
  sandbox = await startSandbox();
});
afterAll(() => sandbox.close());
beforeEach(async () => {
  sandbox.reset();
  folder = await tempFolder();
  return () => folder[Symbol.asyncDispose]();
});

function run(args: readonly string[], env: Readonly<Record<string, string>> = {}): Promise<Ended> {
  return runHere(args, { cwd: folder.path, env: { ...envOf(sandbox), ...env } });
}

test("no private address is connected to, whatever the name service says", async () => {
  sandbox.fault({ on: "api", kind: "content-path", contentPath: "https://files.example.com/a.png" });
  everyNameLeadsTo("127.0.0.1");

  const { code, stdout } = await run(["archive", "143"], {
    TICKETVAULT_ATTACHMENT_HOSTS: "files.example.com",
  });

  expect(code).toBe(3);
  expect(stdout).toContain("address-refused");
});

test("calls of LeadSquared keep to our share of the plan's limit: the fifth of five waits until five seconds are over", async () => {
  const times: number[] = [];
  sandbox.onRequest = ({ target }) => {
    if (target === "api") times.push(performance.now());
  };

  const backfill = ["backfill", "--from", "1", "--to", "5", "--calls-per-window", "5"];
  await run(backfill, { TICKETVAULT_DETAILS_PATH: "off" });

  expect(times).toHaveLength(5);
  // Less what the first call was late.
  expect((times[4] ?? 0) - (times[0] ?? 0)).toBeGreaterThan(4_000);
  expect(sandbox.counts.rejected429).toBe(0);
});

test("nothing is waited for longer than the longest download may take", async () => {
  const waits = watchWaits();

  expect(await run(["archive", "143"])).toMatchObject({ code: 0 });

  expect(waits().length).toBeGreaterThan(0);
  expect(waits()[0]).toBeLessThanOrEqual(LONGEST_MS);
});
