/** The command line behind a company's proxy, and where a certificate is not trusted. */
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { request } from "node:http";
import { createServer, type Server } from "node:https";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type Sandbox, startSandbox } from "../../cli/sandbox/sandbox.ts";
import { type Certificate, makeCertificate } from "../bench/copy/certificate.ts";
import { startForwardProxy } from "../stand-ins/forward-proxy.ts";
import { type S3StandIn, startS3 } from "../stand-ins/s3/stand-in.ts";
import { ARCHIVE_BUCKET, makeVaultBuckets, STAGING_BUCKET, vaultClient } from "../stand-ins/s3/vault.ts";
import { type TempFolder, tempFolder } from "../temp.ts";
import { envOf, runHere, ticketvault } from "./command.ts";

const API = "api.example.test";
const S3 = "s3.example.test";

let sandbox: Sandbox;
let api: Server;
let s3: S3StandIn;
let folder: TempFolder;
let certificate: Certificate;
beforeAll(async () => {
  folder = await tempFolder();
  certificate = makeCertificate(folder.path, `DNS:${API}`);
  sandbox = await startSandbox();
  api = await encrypted(sandbox, certificate);
  s3 = await startS3();
  const client = vaultClient(s3);
  await makeVaultBuckets(client);
  client.destroy();
});
afterAll(async () => {
  await s3.close();
  api.closeAllConnections();
  api.close();
  await sandbox.close();
  await folder[Symbol.asyncDispose]();
});

/** The sandbox's API as https. */
async function encrypted({ origin }: Sandbox, { certificate: cert, key }: Certificate): Promise<Server> {
  const server = createServer({ cert: readFileSync(cert), key: readFileSync(key) }, (incoming, outgoing) => {
    const { url = "", method, headers } = incoming;
    const onward = request(new URL(url, origin), { method, headers }, (answer) => {
      outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(outgoing);
    });
    incoming.pipe(onward);
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return server;
}

const portOf = (server: Server) => (server.address() as AddressInfo).port;

/** As `runHere`, in a process of its own: Node reads NODE_EXTRA_CA_CERTS at its start only. */
function archive(env: Readonly<Record<string, string>>, ...args: string[]) {
  const all = { ...envOf(sandbox), TICKETVAULT_BASE_URL: `https://${API}`, ...env };
  return ticketvault(["archive", "143", ...args], { cwd: folder.path, env: all });
}

/** A call that is not tried again. */
function askOnce(env: Readonly<Record<string, string>>) {
  const args = ["people", "fetch", "--crm-url", `https://${API}`];
  return runHere(args, { cwd: folder.path, env: { ...envOf(sandbox), ...env } });
}

// U4
test("calls go through the proxy, those of this machine do not", async () => {
  await using proxy = await startForwardProxy({ [API]: portOf(api) });
  const env = {
    HTTPS_PROXY: proxy.address,
    HTTP_PROXY: proxy.address,
    NODE_EXTRA_CA_CERTS: certificate.certificate,
  };

  expect(await archive(env, "--store", "through")).toMatchObject({ code: 0, stderr: "" });
  // The sandbox gives its attachments at 127.0.0.1.
  expect(new Set(proxy.asked)).toEqual(new Set([`CONNECT ${API}:443`]));
});

// U4
test("S3 is reached through the proxy, by the SDK's requests and by those of our own", async () => {
  await using proxy = await startForwardProxy({ [S3]: Number(new URL(s3.endpoint).port) });
  const { accessKeyId, secretAccessKey } = s3.credentials;
  const env = {
    ...envOf(sandbox),
    HTTP_PROXY: proxy.address,
    AWS_ACCESS_KEY_ID: accessKeyId,
    AWS_SECRET_ACCESS_KEY: secretAccessKey,
  };
  const store = ["--store", `s3://${ARCHIVE_BUCKET}/proxied`, "--staging", `s3://${STAGING_BUCKET}`];
  const args = ["archive", "143", ...store, "--endpoint", `http://${S3}`];

  expect(await ticketvault(args, { cwd: folder.path, env })).toMatchObject({ code: 0, stderr: "" });
  const methods = new Set(proxy.asked.map((each) => each.split(" ")[0]));
  expect(methods).toEqual(new Set(["GET", "HEAD", "PUT"]));
});

// U4
test("a certificate that is not trusted is told with what to do about it", async () => {
  await using proxy = await startForwardProxy({ [API]: portOf(api) });
  const { code, stderr } = await askOnce({ https_proxy: proxy.address });

  expect(code).toBe(4);
  expect(stderr).toContain("name its PEM file in NODE_EXTRA_CA_CERTS");
});

// U4
test("what the proxy refuses is told", async () => {
  await using proxy = await startForwardProxy({}, 407);
  const { code, stderr } = await askOnce({ HTTPS_PROXY: proxy.address });

  expect(code).toBe(4);
  expect(stderr).toContain("the proxy answers 407");
});

// U4
test.each(["HTTPS_PROXY", "HTTP_PROXY", "ALL_PROXY"])(
  "a proxy of another kind is refused, and not shown: %s",
  async (name) => {
    const env = { ...envOf(sandbox), [name]: "socks5://me:hunter2@127.0.0.1:1080" };
    const { code, stderr } = await runHere(["archive", "143"], { cwd: folder.path, env });

    expect(code).toBe(2);
    expect(stderr).toContain(`${name} names no proxy of the kind http://host:port`);
    expect(stderr).not.toContain("hunter2");
  },
);
