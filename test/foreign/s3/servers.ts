/** Starts a Versity gateway on a folder, and toxiproxy in front of it; each on 127.0.0.1 only. */
import type { ChildProcess } from "node:child_process";
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { request } from "undici";
import type { S3Place } from "../../stand-ins/s3/client.ts";
import { freePort, killed, started } from "../program.ts";
import { installed } from "../run.ts";

const credentials = {
  accessKeyId: "TICKETVAULTVERSITY00",
  secretAccessKey: "only-for-tests-on-this-machine-0123456789",
};

export interface Server extends S3Place, AsyncDisposable {
  /** As a power cut does. */
  kill(): Promise<void>;
  /** On the same port and folder. */
  restart(): Promise<void>;
}

/** A Versity gateway that keeps versions, with all that it keeps in a folder. */
export async function startVersity(folder: string): Promise<Server> {
  const port = await freePort();
  const [root, versions] = [join(folder, "root"), join(folder, "versions")];
  for (const path of [root, versions]) await mkdir(path, { recursive: true });
  const args = ["--port", `127.0.0.1:${port}`, "--region", "us-east-1", "--quiet"];
  const env = { ROOT_ACCESS_KEY: credentials.accessKeyId, ROOT_SECRET_KEY: credentials.secretAccessKey };
  const start = () => program("versitygw", [...args, "posix", "--versioning-dir", versions, root], port, env);
  let child = await start();
  const kill = () => killed(child);
  return {
    endpoint: `http://127.0.0.1:${port}`,
    credentials,
    kill,
    restart: async () => {
      child = await start();
    },
    [Symbol.asyncDispose]: kill,
  };
}

export interface Toxiproxy extends S3Place, AsyncDisposable {
  /** Makes connections go wrong until `clear`. @param toxic as toxiproxy's API has it: `{ type: "latency", attributes }` */
  add(toxic: object): Promise<void>;
  clear(): Promise<void>;
}

export async function startToxiproxy(upstream: S3Place): Promise<Toxiproxy> {
  const [control, listen] = [await freePort(), await freePort()];
  const child = await program("server", ["-host", "127.0.0.1", "-port", String(control)], control);
  const post = async (path: string, body: object) => {
    const origin = `http://127.0.0.1:${control}`;
    const answer = await request(`${origin}${path}`, { method: "POST", body: JSON.stringify(body) });
    if (answer.statusCode >= 300)
      throw new Error(`toxiproxy: ${answer.statusCode} ${await answer.body.text()}`);
    await answer.body.dump();
  };
  await post("/proxies", {
    name: "s3",
    listen: `127.0.0.1:${listen}`,
    upstream: new URL(upstream.endpoint).host,
  });
  return {
    endpoint: `http://127.0.0.1:${listen}`,
    credentials: upstream.credentials,
    add: (toxic) => post("/proxies/s3/toxics", toxic),
    clear: () => post("/reset", {}),
    [Symbol.asyncDispose]: () => killed(child),
  };
}

function program(
  name: string,
  args: readonly string[],
  port: number,
  env: Readonly<Record<string, string>> = {},
): Promise<ChildProcess> {
  return started(join(installed("s3"), "bin", name), args, port, { env: { ...process.env, ...env } });
}
