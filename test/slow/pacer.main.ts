/** A worker on an account whose pace others share: told everything in one JSON argument, says when it is ready. */
import { once } from "node:events";
import pMap from "p-map";
import { DEFAULT_CALLS, paceOf } from "../../shared/leadsquared/call-limits.ts";
import { dynamoPacer } from "../../shared/leadsquared/dynamo-pacer.ts";
import { directoryStore } from "../../shared/store/directory.ts";
import { harness, type SandboxAccess } from "../archive/harness.ts";
import { dynamoClient, PACE_TABLE } from "../stand-ins/aws/dynamo.ts";

export interface PacedJob {
  readonly sandbox: SandboxAccess;
  readonly dynamo: string;
  readonly folder: string;
  readonly ticketIds: readonly number[];
  readonly concurrency: number;
}

const job: PacedJob = JSON.parse(process.argv[2] ?? "");
const { sandbox, ticketIds, concurrency } = job;
const limits = paceOf(DEFAULT_CALLS);
const dynamo = dynamoClient(job.dynamo);
const pacer = dynamoPacer({ client: dynamo, table: PACE_TABLE, account: String(sandbox.orgId), limits });
await using wired = harness(sandbox, directoryStore(job.folder), { pacer, detailsPath: "off" });

process.stdout.write("ready\n");
await once(process.stdin, "data");
process.stdin.destroy();
await pMap(ticketIds, (ticketId) => wired.archive(ticketId), { concurrency });
dynamo.destroy();
