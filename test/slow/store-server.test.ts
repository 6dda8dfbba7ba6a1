/** `npm run test:store` on the stand-in for S3, alone and behind a proxy that drops conditions. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { text } from "node:stream/consumers";
import { afterAll, beforeAll, expect, it } from "vitest";
import type { S3Place } from "../stand-ins/s3/client.ts";
import { type S3StandIn, startS3 } from "../stand-ins/s3/stand-in.ts";
import { startS3Proxy } from "../stand-ins/s3-proxy/proxy.ts";

const MAIN = new URL("../store-server/store-server.main.ts", import.meta.url).pathname;

let s3: S3StandIn;
beforeAll(async () => {
  s3 = await startS3();
});
afterAll(() => s3.close());

async function testStore({ endpoint, credentials }: S3Place) {
  const { accessKeyId, secretAccessKey } = credentials;
  const child = spawn(process.execPath, [MAIN, "--endpoint", endpoint], {
    env: {
      PATH: process.env["PATH"],
      AWS_ACCESS_KEY_ID: accessKeyId,
      AWS_SECRET_ACCESS_KEY: secretAccessKey,
    },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const [[code], stdout, stderr] = await Promise.all([
    once(child, "exit"),
    text(child.stdout),
    text(child.stderr),
  ]);
  const output = stdout + stderr;
  expect([accessKeyId, secretAccessKey].filter((secret) => output.includes(secret))).toEqual([]);
  const found = Object.fromEntries(
    [...output.matchAll(/^│ (.+?) +│ (.+?) +│/gm)].map(([, ability, does]) => [ability, does]),
  );
  return { code, output, found };
}

// F31
it("a sound server is said to be one", async () => {
  const { code, output, found } = await testStore(s3);
  expect(code).toBe(0);
  expect(output).toContain("An archive can be kept there.\n");
  expect(new Set(Object.values(found))).toEqual(new Set(["it does", "yes"]));
});

// F31
it("one that ignores conditions is not, and the table says why", async () => {
  await using proxy = await startS3Proxy(s3, "drop-conditions");
  const { code, output, found } = await testStore(proxy);
  expect(code).toBe(1);
  expect(output).toContain("No archive can be kept there.\n");
  expect(found).toMatchObject({
    "conditional create": "NO",
    "conditional replace": "NO",
    "conditional copy": "in its place",
    "legal hold kept and told": "yes",
  });
});

// F34
it("one that is not reached is said to be none", async () => {
  const { code, output } = await testStore({
    ...s3,
    endpoint: "http://127.0.0.1:1",
    credentials: s3.credentials,
  });
  expect([code, output]).toEqual([
    1,
    expect.stringContaining("127.0.0.1:1 cannot be reached: nobody listens there"),
  ]);
});
