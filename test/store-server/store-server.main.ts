/** `npm run test:store -- --endpoint URL`: tries what an S3 server honours, and runs the conformance suite on it. */
import { spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { createInterface } from "node:readline";
import { parseArgs } from "node:util";
import { StoreError } from "../../shared/errors.ts";
import { abilitiesOf, FOR_LOCKS } from "./abilities.ts";
import { isPathStyle, makeBucket, SERVER_VARIABLE, type ServerUnderTest } from "./server.ts";
import { shownAbilities } from "./shown.ts";

const USAGE = `npm run test:store -- --endpoint URL [--bucket NAME] [--region NAME] [--path-style | --virtual-host]

Credentials come from the environment (AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY, or as the AWS SDK finds them).
Without --bucket a bucket is made, with Object Lock where the server has it. What is written stays.
`;

async function main(): Promise<number> {
  const { values } = parseArgs({
    options: {
      endpoint: { type: "string" },
      bucket: { type: "string" },
      region: { type: "string", default: "us-east-1" },
      "path-style": { type: "boolean" },
      "virtual-host": { type: "boolean" },
    },
  });
  const { endpoint, bucket, region } = values;
  if (endpoint === undefined || URL.parse(endpoint) === null) {
    process.stderr.write(USAGE);
    return 2;
  }
  const mark = randomBytes(4).toString("hex");
  const server: ServerUnderTest = {
    endpoint,
    region,
    pathStyle: values["path-style"] ?? (values["virtual-host"] ? false : isPathStyle(endpoint)),
    bucket: bucket ?? `ticketvault-test-${mark}`,
    prefix: `ticketvault-test-${mark}`,
    publishingOverwrites: false,
  };
  if (bucket === undefined) await makeBucket(server);
  process.stdout.write(
    `${endpoint}: what is written stays below s3://${server.bucket}/${server.prefix}/\n\n`,
  );
  const abilities = await abilitiesOf(server);
  process.stdout.write(`${shownAbilities(abilities)}\n`);
  const publishingOverwrites = abilities.some(
    ({ name, found }) => name === "conditional copy" && found !== "yes",
  );
  const conforms = await conformance({ ...server, publishingOverwrites });
  const lacking = abilities.filter(({ name, found }) => found === "no" && !FOR_LOCKS.includes(name));
  const locks = abilities.filter(({ name, found }) => found !== "yes" && FOR_LOCKS.includes(name));
  const without = locks.length === 0 ? "" : `, without: ${locks.map(({ name }) => name).join(", ")}`;
  const usable = lacking.length === 0 && conforms;
  process.stdout.write(`conformance suite: ${conforms ? "passes" : "fails"}\n`);
  process.stdout.write(
    usable ? `An archive can be kept there${without}.\n` : "No archive can be kept there.\n",
  );
  return usable ? 0 : 1;
}

/** In a process of its own, whose words are passed on without the credentials that a dumped error may hold. */
async function conformance(server: ServerUnderTest): Promise<boolean> {
  const config = `${import.meta.dirname}/vitest.config.ts`;
  const vitest = new URL("../../node_modules/vitest/vitest.mjs", import.meta.url).pathname;
  const child = spawn(process.execPath, [vitest, "run", "--config", config], {
    env: { ...process.env, [SERVER_VARIABLE]: JSON.stringify(server) },
    stdio: ["ignore", "pipe", "pipe"],
  });
  for (const input of [child.stdout, child.stderr]) {
    createInterface({ input }).on("line", (line) => process.stdout.write(`${withoutCredentials(line)}\n`));
  }
  const code = await new Promise<number | null>((ended) => child.on("close", ended));
  return code === 0;
}

function withoutCredentials(text: string): string {
  const names = ["AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN"];
  const secrets = names.flatMap((name) => process.env[name] || []);
  return secrets.reduce((shown, secret) => shown.replaceAll(secret, "…"), text);
}

process.exitCode = await main().catch((error: unknown) => {
  // An error of the SDK's may hold the access key; the store's own words hold no secret.
  process.stderr.write(
    `${error instanceof StoreError ? error.message : withoutCredentials(String(error))}\n`,
  );
  return 1;
});
