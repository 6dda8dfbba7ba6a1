/** Copies files to staging by the code that the archive function runs: `ours.mjs SOURCE SINK COUNT SIZE CONCURRENCY`. */
import "./small-young-generation.ts";
import pMap from "p-map";
import { transferOpener } from "../../../shared/archive/open-transfer.ts";
import { guardedAgent } from "../../../shared/leadsquared/guarded-agent.ts";
import { s3Store } from "../../../shared/store/s3.ts";
import { s3Client } from "../../../shared/store/s3-client.ts";
import { jobOfThisProcess, numbersBelow } from "./job.ts";

const { source, sink, count, size, concurrency } = jobOfThisProcess();
const attachmentHosts = [source];
const dispatcher = guardedAgent(attachmentHosts);
const open = transferOpener({ attachmentHosts, dispatcher });
const client = s3Client({ endpoint: sink, forcePathStyle: true });
const store = s3Store({ client, bucket: "archive", prefix: "", staging: { bucket: "staging", prefix: "" } });
const described = { declaredSize: size, declaredType: "application/octet-stream" };

await pMap(
  numbersBelow(count),
  async (number) => {
    const url = `${source}/files/${number}-${size}`;
    const transfer = await open(url, { described } as Parameters<typeof open>[1], {});
    await store.stage("22824/143", `identity-${number}`, transfer.body);
    transfer.close();
  },
  { concurrency },
);
process.exit(0);
