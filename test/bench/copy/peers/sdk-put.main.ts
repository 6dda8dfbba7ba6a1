/** The SDK as one uses it for small files: the whole body by fetch, its SHA-256, PutObject. */
import { createHash } from "node:crypto";
import { PutObjectCommand, S3Client } from "@aws-sdk/client-s3";
import pMap from "p-map";
import { jobOfThisProcess, numbersBelow } from "../job.ts";

const { source, sink, count, size, concurrency } = jobOfThisProcess();
const client = new S3Client({ endpoint: sink, forcePathStyle: true });

await pMap(
  numbersBelow(count),
  async (number) => {
    const response = await fetch(`${source}/files/${number}-${size}`);
    const Body = new Uint8Array(await response.arrayBuffer());
    const ChecksumSHA256 = createHash("sha256").update(Body).digest("base64");
    await client.send(new PutObjectCommand({ Bucket: "staging", Key: `${number}`, Body, ChecksumSHA256 }));
  },
  { concurrency },
);
process.exit(0);
