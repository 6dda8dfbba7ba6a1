/** `ticketvault doctor`: each thing that can be in the way is named, with what to do about it. */
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, expect, test, vi } from "vitest";
import { clockFound } from "../../cli/doctor/leadsquared.ts";
import { nodeFound } from "../../cli/doctor/machine.ts";
import { type Sandbox, startSandbox } from "../../cli/sandbox/sandbox.ts";
import { type S3StandIn, startS3 } from "../stand-ins/s3/stand-in.ts";
import { ARCHIVE_BUCKET, makeVaultBuckets, STAGING_BUCKET, vaultClient } from "../stand-ins/s3/vault.ts";
import { startS3Proxy } from "../stand-ins/s3-proxy/proxy.ts";
import { type TempFolder, tempFolder } from "../temp.ts";
import { envOf, runHere } from "./command.ts";

let sandbox: Sandbox;
let s3: S3StandIn;
let folder: TempFolder;
beforeAll(async () => {
  sandbox = await startSandbox();
  s3 = await startS3();
  folder = await tempFolder();
  const client = vaultClient(s3);
  await makeVaultBuckets(client);
  client.destroy();
  vi.stubEnv("AWS_ACCESS_KEY_ID", s3.credentials.accessKeyId);
  vi.stubEnv("AWS_SECRET_ACCESS_KEY", s3.credentials.secretAccessKey);
});
afterAll(async () => {
  vi.unstubAllEnvs();
  await folder[Symbol.asyncDispose]();
  await s3.close();
  await sandbox.close();
});
beforeEach(() => sandbox.reset());

interface Found {
  readonly code: number | null;
  /** State and words of each check, by its name. */
  readonly of: ReadonlyMap<string, string>;
}

async function doctor(args: readonly string[], env: Readonly<Record<string, string>> = {}): Promise<Found> {
  const given = { cwd: folder.path, env: { ...envOf(sandbox), ...env } };
  const { code, stdout } = await runHere(["doctor", "--json", ...args], given);
  const findings: { name: string; state: string; found: string; todo?: string }[] =
    JSON.parse(stdout).findings;
  return {
    code,
    of: new Map(findings.map(({ name, state, found, todo = "" }) => [name, `${state} ${found} ${todo}`])),
  };
}

const s3Args = (endpoint: string, ...more: string[]) => [
  "--store",
  `s3://${ARCHIVE_BUCKET}`,
  "--endpoint",
  endpoint,
  ...more,
];
const STAGING = ["--staging", `s3://${STAGING_BUCKET}`];

test("where all is well it says so of each thing, and exits with 0", async () => {
  const { code, of } = await doctor([]);

  expect([...of.keys()]).toEqual([
    "Node",
    "npm",
    "proxy",
    "settings",
    "LeadSquared",
    "clock",
    "keys",
    "store",
    "writing",
  ]);
  expect([...of.values()].map((each) => each.split(" ")[0])).toEqual(Array(9).fill("ok"));
  expect(code).toBe(0);
  const { stdout } = await runHere(["doctor"], { cwd: folder.path, env: envOf(sandbox) });
  expect(stdout).toContain("Nothing is in the way.");
});

test.each([
  ["keys", "keys that LeadSquared refuses", { TICKETVAULT_SECRET_KEY: "WrongOne" }, "failed LeadSquared"],
  ["keys", "no keys", { TICKETVAULT_SECRET_KEY: "" }, "TICKETVAULT_SECRET_KEY"],
  [
    "LeadSquared",
    "a host that nobody listens at",
    { TICKETVAULT_BASE_URL: "http://127.0.0.1:9" },
    "ECONNREFUSED",
  ],
  ["LeadSquared", "no account number", { TICKETVAULT_ORG_ID: "" }, "account number is missing"],
  ["proxy", "a proxy of another kind", { HTTPS_PROXY: "socks5://127.0.0.1:1" }, "names no proxy of the kind"],
])("%s: %s", async (name, _, env, expected) => {
  const { code, of } = await doctor([], env);

  expect(of.get(name)).toMatch(/^failed/);
  expect(of.get(name)).toContain(expected);
  expect([...of.values()].join()).not.toContain("WrongOne");
  expect(code).toBe(3);
});

test("a file of settings with a mistake is named, and nothing is asked with it", async () => {
  await writeFile(join(folder.path, "wrong.json"), '{"accounts": {"a": {"orgID": 1}}}');
  const calls = sandbox.counts.apiCalls;
  const { code, of } = await doctor(["--config", "wrong.json"]);

  expect(of.get("settings")).toContain("did you mean accounts.a.orgId?");
  expect(of.has("keys")).toBe(false);
  expect(sandbox.counts.apiCalls).toBe(calls);
  expect(code).toBe(3);
});

test("what a sound S3 server honours, and what a bucket keeps", async () => {
  const { code, of } = await doctor(s3Args(s3.endpoint, ...STAGING));

  expect(code).toBe(0);
  expect(of.get("conditions")).toContain("honours If-None-Match and If-Match");
  expect(of.get("checksums")).toContain("ok the server keeps the SHA-256");
  expect(of.get("versions and lock")).toMatch(/^ok versions are kept, and locked: [A-Z]+, \d+ /);
  expect(s3.keys(ARCHIVE_BUCKET)).toEqual([]);
});

test("a server that ignores conditions, staging under a lock, a bucket without versions", async () => {
  await using proxy = await startS3Proxy(s3, "drop-conditions");
  const ignoring = await doctor(s3Args(proxy.endpoint, ...STAGING));
  const locked = await doctor(s3Args(s3.endpoint));
  const plain = await doctor(["--store", `s3://${STAGING_BUCKET}/vault`, "--endpoint", s3.endpoint]);

  expect(ignoring.of.get("conditions")).toMatch(/^failed The S3 server .* ignores If-None-Match/);
  expect(locked.of.get("staging")).toMatch(/^failed Files would be staged in .*give --staging/);
  expect([ignoring.code, locked.code]).toEqual([3, 3]);
  expect(plain.of.get("versions and lock")).toMatch(/^warning .*Object Lock/);
  expect(plain.code).toBe(0);
});

test("a store that is no folder is named", async () => {
  await writeFile(join(folder.path, "file"), "");
  const { code, of } = await doctor(["--store", "file/vault"]);
  expect(`${of.get("store")}${of.get("writing")}`).toContain("failed");
  expect(code).toBe(3);
});

test.each([
  ["Sun, 06 Nov 1994 08:49:37 GMT", 0, "ok"],
  ["Sun, 06 Nov 1994 08:49:37 GMT", 2 * 60_000, "warning"],
  ["Sun, 06 Nov 1994 08:49:37 GMT", -10 * 60_000, "failed"],
  [undefined, 0, "skipped"],
])("a clock that the server's is %s to, %i ms off: %s", (date, off, state) => {
  expect(clockFound(date, Date.parse("1994-11-06T08:49:37Z") + off).state).toBe(state);
});

test("a Node that is too old is told what to install", () => {
  expect(nodeFound("20.20.2")).toMatchObject({
    state: "failed",
    todo: expect.stringContaining("install Node 24"),
  });
});
