/** A time-stamping authority on this machine: `openssl ts -reply` behind HTTP, with a root of its own. */
import { execFile } from "node:child_process";
import { readFile, writeFile } from "node:fs/promises";
import { createServer, type RequestListener } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { promisify } from "node:util";
import { tempFolder } from "../temp.ts";

const run = promisify(execFile);

const CONFIG = `[tsa]
default_tsa = ours
[ours]
serial = serial
crypto_device = builtin
signer_cert = tsa.pem
certs = tsa.pem
signer_key = tsa.key
signer_digest = sha256
default_policy = 1.2.3.4.1
digests = sha256
ess_cert_id_alg = sha256
`;
const CURVE = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes"];

/** What may be done to an answer before it goes out. */
export type Answering = (answer: Buffer) => {
  readonly status?: number;
  readonly body: Buffer;
  readonly location?: string;
};

export async function startAuthority(answering: Answering = (body) => ({ body })) {
  const folder = await tempFolder();
  const at = (name: string) => join(folder.path, name);
  const openssl = (...args: string[]) => run("openssl", args, { cwd: folder.path });
  const ca = ["-keyout", "ca.key", "-out", "ca.pem", "-subj", "/CN=Root of a test", "-days", "3650"];
  await openssl("req", "-x509", ...CURVE, ...ca);
  await openssl("req", ...CURVE, "-keyout", "tsa.key", "-out", "tsa.csr", "-subj", "/CN=Authority of a test");
  await writeFile(at("usage"), "extendedKeyUsage=critical,timeStamping\n");
  const signing = [
    "-CA",
    "ca.pem",
    "-CAkey",
    "ca.key",
    "-CAcreateserial",
    "-days",
    "3650",
    "-extfile",
    "usage",
  ];
  await openssl("x509", "-req", "-in", "tsa.csr", ...signing, "-out", "tsa.pem");
  await writeFile(at("tsa.cnf"), CONFIG);
  await writeFile(at("serial"), "01\n");
  let asked = 0;
  const state = { answering };
  const listener: RequestListener = async (request, response) => {
    asked += 1;
    await writeFile(at("query.tsq"), request);
    await openssl("ts", "-reply", "-config", "tsa.cnf", "-queryfile", "query.tsq", "-out", "answer.tsr");
    const { status = 200, body, location } = state.answering(await readFile(at("answer.tsr")));
    response.writeHead(status, {
      "content-type": "application/timestamp-reply",
      ...(location && { location }),
    });
    response.end(body);
  };
  const server = createServer(listener);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/tsr`,
    name: `127.0.0.1-${port}`,
    caFile: at("ca.pem"),
    asked: () => asked,
    /** Changes what becomes of answers from here on. */
    set(next: Answering) {
      state.answering = next;
    },
    /** What `openssl ts -verify` says of an answer and the file that it is of; throws where it says no. */
    check: async (answer: string, file: string) =>
      String((await openssl("ts", "-verify", "-data", file, "-in", answer, "-CAfile", "ca.pem")).stdout),
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      await folder[Symbol.asyncDispose]();
    },
  };
}
