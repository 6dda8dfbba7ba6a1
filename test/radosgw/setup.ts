/** Starts radosgw before the tests, gives them its address, and stops it after them. */
import { spawn } from "node:child_process";
import { createInterface } from "node:readline";
import type { TestProject } from "vitest/node";
import type { S3Place } from "../stand-ins/s3/client.ts";

declare module "vitest" {
  interface ProvidedContext {
    radosgw: S3Place;
  }
}

/** The script stops everything when its standard input ends, so also when this process dies. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const script = spawn(`${import.meta.dirname}/radosgw.sh`, ["run"], { stdio: ["pipe", "pipe", "inherit"] });
  const ended = new Promise<void>((resolve) => script.on("close", () => resolve()));
  for await (const line of createInterface({ input: script.stdout })) {
    const [word, endpoint, accessKeyId, secretAccessKey] = line.split(" ");
    if (word !== "ready" || !endpoint || !accessKeyId || !secretAccessKey) continue;
    project.provide("radosgw", { endpoint, credentials: { accessKeyId, secretAccessKey } });
    return async () => {
      script.stdin.end();
      await ended;
    };
  }
  throw new Error(
    "radosgw did not start; its last words stand above. Run test/radosgw/radosgw.sh by hand to see more.",
  );
}
