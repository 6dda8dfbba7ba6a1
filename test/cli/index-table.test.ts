/** `--index dynamodb://TABLE`: a laptop on a stack's index, as `list`, `retry`, `sync` and `census` use it. */
import { readdir } from "node:fs/promises";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { type Sandbox, startSandbox } from "../../cli/sandbox/sandbox.ts";
import { dynamoIndex } from "../../shared/sync/dynamo-index.ts";
import { type DynamoStandIn, INDEX_TABLE, startDynamo } from "../stand-ins/aws/dynamo.ts";
import { type TempFolder, tempFolder } from "../temp.ts";
import { envOf, runHere } from "./command.ts";

let sandbox: Sandbox;
let dynamo: DynamoStandIn;
let folder: TempFolder;
beforeAll(async () => {
  [sandbox, dynamo, folder] = await Promise.all([
    startSandbox({ tickets: 5, limit: { calls: 10_000 } }),
    startDynamo(),
    tempFolder(),
  ]);
  vi.stubEnv("AWS_ENDPOINT_URL_DYNAMODB", dynamo.endpoint);
  vi.stubEnv("AWS_ACCESS_KEY_ID", "test");
  vi.stubEnv("AWS_SECRET_ACCESS_KEY", "test");
});
afterAll(async () => {
  vi.unstubAllEnvs();
  await Promise.all([sandbox.close(), dynamo[Symbol.asyncDispose](), folder[Symbol.asyncDispose]()]);
});

const ON_THE_STACK = ["--index", `dynamodb://${INDEX_TABLE}`, "--region", "us-east-1"];
const run = (...args: string[]) =>
  runHere([...args, ...ON_THE_STACK], {
    cwd: folder.path,
    env: { ...envOf(sandbox), TICKETVAULT_CALLS_SHARE: "1", TICKETVAULT_DETAILS_PATH: "off" },
  });

test("what the laptop archives, the stack knows, and the other way round", async () => {
  sandbox.fault({ on: "attachment", ticketId: 143, kind: "status", status: 404 });
  await run("archive", "143", "1000");
  const stack = dynamoIndex({ client: dynamo.client(), table: INDEX_TABLE, orgId: sandbox.orgId });
  expect(await stack.read(1000)).toMatchObject({ status: "complete", head: "v1" });

  const { code, stdout, stderr } = await run("list", "--incomplete");
  expect(code).toBe(0);
  expect(stdout).toMatch(/^#143 +1 +incomplete/m);
  expect(stderr).toContain(`1 ticket in dynamodb://${INDEX_TABLE}`);

  expect((await run("retry")).stderr).toMatch(/Not due yet: 1 ticket/);
  await run("accept", "143", "--reason", "gone");
  expect(await stack.read(143)).toMatchObject({ status: "accepted" });

  // What the stack has leased, the laptop leaves alone.
  await stack.lease([1001], { now: Date.now(), until: Date.now() + 3_600_000 });
  const synced = await run("sync", "--from", "1000");
  expect(synced.stdout).toContain("#1002  archived  v1");
  expect(synced.stdout).not.toContain("#1001");
  expect(await stack.highest()).toBe(1004);

  const census = JSON.parse((await run("census", "--json")).stdout);
  expect(census).toMatchObject({ highest: 1004, index: { location: `dynamodb://${INDEX_TABLE}` } });
  expect(census.numbers.archived.ranges).toEqual(["1000", "1002-1004"]);
  expect((await readdir(folder.path)).filter((name) => name.endsWith(".index.sqlite"))).toEqual([]);
});

test("a table that is not there, and a name that is none, are said", async () => {
  const missing = await runHere(["list", "--index", "dynamodb://nowhere", "--region", "us-east-1"], {
    cwd: folder.path,
    env: envOf(sandbox),
  });
  expect(missing).toMatchObject({ code: 2, stderr: expect.stringMatching(/table nowhere cannot be read/) });
  const wrong = await runHere(["list", "--index", "dynamodb://a/b"], {
    cwd: folder.path,
    env: envOf(sandbox),
  });
  expect(wrong).toMatchObject({
    code: 2,
    stderr: expect.stringMatching(
      /--index "dynamodb:\/\/a\/b": give dynamodb:\/\/TABLE, the stack's output IndexTableName/,
    ),
  });
});
