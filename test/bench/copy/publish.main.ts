/** Publishes staged files by the code that the archive function runs: `publish.mjs SOURCE SINK COUNT SIZE CONCURRENCY`. */
import "./small-young-generation.ts";
import pMap from "p-map";
import { sha256Hex } from "../../../shared/digest.ts";
import { s3Store } from "../../../shared/store/s3.ts";
import { s3Client } from "../../../shared/store/s3-client.ts";
import { jobOfThisProcess, numbersBelow } from "./job.ts";

const { sink, count, size, concurrency } = jobOfThisProcess();
const client = s3Client({ endpoint: sink, forcePathStyle: true });
const store = s3Store({ client, bucket: "archive", prefix: "", staging: { bucket: "staging", prefix: "" } });

await pMap(
  numbersBelow(count),
  (number) => {
    const identity = `identity-${number}`;
    const sha256 = sha256Hex(identity);
    const staged = { key: `22824/143/${identity}.${sha256}`, identity, sha256, size, stagedAt: 0 };
    return store.publish(staged, `archive/22824/143/v1/content/attachments/${number}`);
  },
  { concurrency },
);
process.exit(0);
