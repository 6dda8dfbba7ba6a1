/** What a Lambda function for large files usually does: ranges into a file in /tmp, then a multipart upload of that file. */
import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { mkdtemp, open, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { S3Client } from "@aws-sdk/client-s3";
import { Upload } from "@aws-sdk/lib-storage";
import pMap from "p-map";
import { jobOfThisProcess, numbersBelow } from "../job.ts";

const RANGE = 8 * 1024 * 1024;
const RANGES_AT_ONCE = 4;

const { source, sink, count, size, concurrency } = jobOfThisProcess();
const client = new S3Client({ endpoint: sink, forcePathStyle: true });
const folder = await mkdtemp(join(tmpdir(), "lambda-"));

await pMap(numbersBelow(count), copy, { concurrency });
await rm(folder, { recursive: true });
process.exit(0);

async function copy(number: number): Promise<void> {
  const path = join(folder, `${number}`);
  await download(`${source}/files/${number}-${size}`, path);
  const hash = createHash("sha256");
  for await (const chunk of createReadStream(path)) hash.update(chunk);
  const Metadata = { sha256: hash.digest("hex") };
  const params = { Bucket: "staging", Key: `${number}`, Body: createReadStream(path), Metadata };
  await new Upload({ client, params }).done();
  await rm(path);
}

async function download(url: string, path: string): Promise<void> {
  const { headers } = await fetch(url, { method: "HEAD" });
  const length = Number(headers.get("content-length"));
  const file = await open(path, "w");
  const starts = numbersBelow(Math.ceil(length / RANGE)).map((index) => index * RANGE);
  await pMap(
    starts,
    async (start) => {
      const range = `bytes=${start}-${Math.min(start + RANGE, length) - 1}`;
      const response = await fetch(url, { headers: { range } });
      await file.write(new Uint8Array(await response.arrayBuffer()), 0, undefined, start);
    },
    { concurrency: RANGES_AT_ONCE },
  );
  await file.close();
}
