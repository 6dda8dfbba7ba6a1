/** What the SDK's documentation shows: fetch, lib-storage's Upload with SHA-256 of the parts, and the file's own beside it. */
import { createHash } from "node:crypto";
import { PassThrough, Readable } from "node:stream";
import { S3Client } from "@aws-sdk/client-s3";
import { Upload } from "@aws-sdk/lib-storage";
import pMap from "p-map";
import { jobOfThisProcess, numbersBelow } from "../job.ts";

const { source, sink, count, size, concurrency } = jobOfThisProcess();
const client = new S3Client({ endpoint: sink, forcePathStyle: true });

await pMap(
  numbersBelow(count),
  async (number) => {
    const { body } = await fetch(`${source}/files/${number}-${size}`);
    if (body === null) throw new Error("The source gave no body.");
    const hash = createHash("sha256");
    const hashed = new PassThrough().on("data", (chunk: Uint8Array) => hash.update(chunk));
    Readable.fromWeb(body).pipe(hashed);
    const params = {
      Bucket: "staging",
      Key: `${number}`,
      Body: hashed,
      ChecksumAlgorithm: "SHA256",
    } as const;
    await new Upload({ client, params }).done();
    hash.digest("hex");
  },
  { concurrency },
);
process.exit(0);
