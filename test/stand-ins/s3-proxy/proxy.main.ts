/** Runs the proxy by hand: `proxy.main.ts refuse-if-match|drop-conditions|pass-on URL [PORT]`, credentials from the environment. */
import { type Manner, startS3Proxy } from "./proxy.ts";

const [manner = "", endpoint = "", port = "0"] = process.argv.slice(2);
const { AWS_ACCESS_KEY_ID: accessKeyId = "", AWS_SECRET_ACCESS_KEY: secretAccessKey = "" } = process.env;
const proxy = await startS3Proxy(
  { endpoint, credentials: { accessKeyId, secretAccessKey } },
  manner as Manner,
  Number(port),
);
process.stdout.write(`${proxy.endpoint}\n`);
