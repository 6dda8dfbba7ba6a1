/** Keys from a file and from the environment: what is said when they are not there, and what is never said. */
import { chmod, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import { UsageError } from "../../shared/errors.ts";
import {
  environmentCredentials,
  fileCredentials,
  staticCredentials,
} from "../../shared/leadsquared/credentials.ts";
import { type Logger, silentLogger } from "../../shared/log.ts";

const KEYS = { accessKey: "canary-access", secretKey: "canary-secret" };

async function keyFile(content: string, mode = 0o600): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "ticketvault-keys-"));
  onTestFinished(() => rm(folder, { recursive: true }));
  const path = join(folder, "keys.json");
  await writeFile(path, content);
  await chmod(path, mode);
  return path;
}

it("gives static keys for reading and refreshing", async () => {
  const credentials = staticCredentials(KEYS);

  expect([await credentials.read(), await credentials.refresh()]).toEqual([KEYS, KEYS]);
});

describe("a credentials file", () => {
  it("is read afresh each time", async () => {
    const path = await keyFile(JSON.stringify(KEYS));
    const credentials = fileCredentials(path, silentLogger);
    expect(await credentials.read()).toEqual(KEYS);

    await writeFile(path, JSON.stringify({ ...KEYS, accessKey: "rotated" }));

    expect((await credentials.refresh()).accessKey).toBe("rotated");
  });

  it.each([
    ["{", /no valid JSON/],
    ["[]", /accessKey and secretKey/],
    ["null", /accessKey and secretKey/],
    [JSON.stringify({ secretKey: KEYS.secretKey }), /, accessKey must/],
    [JSON.stringify({ ...KEYS, secretKey: "" }), /, secretKey must/],
    [JSON.stringify({ ...KEYS, secretKey: "canary\n" }), /, secretKey must/],
    [JSON.stringify({ accessKey: 12, secretKey: "canary key" }), /accessKey and secretKey/],
  ])("holding %j is refused by naming the file and what is missing", async (content, message) => {
    const path = await keyFile(content);

    const error: unknown = await fileCredentials(path, silentLogger)
      .read()
      .catch((reason: unknown) => reason);

    expect(error).toBeInstanceOf(UsageError);
    expect(String(error)).toMatch(message);
    expect(String(error)).toContain(path);
    expect(String(error)).not.toContain("canary");
  });

  it("that is not there is named", async () => {
    const reading = fileCredentials("/nowhere/keys.json", silentLogger).read();

    await expect(reading).rejects.toThrow(/\/nowhere\/keys.json cannot be read \(ENOENT\)/);
  });

  it("that is no regular file is refused", async () => {
    const reading = fileCredentials(tmpdir(), silentLogger).read();

    await expect(reading).rejects.toThrow(UsageError);
    await expect(reading).rejects.toThrow("is not a regular file");
  });

  it.skipIf(process.platform === "win32")("that others may read is warned about once", async () => {
    const warnings: string[] = [];
    const log: Logger = { ...silentLogger, warn: (event) => warnings.push(event) };

    const open = fileCredentials(await keyFile(JSON.stringify(KEYS), 0o640), log);
    await open.read();
    await open.refresh();
    await fileCredentials(await keyFile(JSON.stringify(KEYS), 0o600), log).read();

    expect(warnings).toEqual(["credentials.readable-by-others"]);
  });
});

describe("the environment", () => {
  it("gives the keys by their names", async () => {
    const env = { TICKETVAULT_ACCESS_KEY: KEYS.accessKey, TICKETVAULT_SECRET_KEY: KEYS.secretKey };

    expect(await environmentCredentials(env).read()).toEqual(KEYS);
  });

  it.each([
    [{}, "TICKETVAULT_ACCESS_KEY and TICKETVAULT_SECRET_KEY"],
    [{ TICKETVAULT_ACCESS_KEY: "canary" }, ", TICKETVAULT_SECRET_KEY"],
    [{ TICKETVAULT_SECRET_KEY: "canary" }, ", TICKETVAULT_ACCESS_KEY"],
  ])("lacking keys is told which", async (env, names) => {
    const reading = environmentCredentials(env).read();

    await expect(reading).rejects.toThrow(names);
    await expect(reading).rejects.not.toThrow(/canary/);
  });
});
