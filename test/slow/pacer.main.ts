/** A worker on an account whose pace others share: told everything in one JSON argument, says when it is ready. */
import { once } from "node:events";
import pMap from "p-map";
import { Agent } from "undici";
import { archiveTicket } from "../../shared/archive/archive-ticket.ts";
import { createClient } from "../../shared/leadsquared/client.ts";
import { staticCredentials } from "../../shared/leadsquared/credentials.ts";
import { dynamoPacer } from "../../shared/leadsquared/dynamo-pacer.ts";
import { silentLogger } from "../../shared/log.ts";
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
await using wired = harness(sandbox, directoryStore(job.folder));
const dispatcher = new Agent();
const dynamo = dynamoClient(job.dynamo);
const client = createClient({
  account: wired.dependencies.account,
  credentials: staticCredentials(sandbox),
  pacer: dynamoPacer({ client: dynamo, table: PACE_TABLE, account: String(sandbox.orgId) }),
  dispatcher,
  log: silentLogger,
});
const dependencies = { ...wired.dependencies, client };

process.stdout.write("ready\n");
await once(process.stdin, "data");
process.stdin.destroy();
await pMap(
  ticketIds,
  (ticketId) =>
    archiveTicket(dependencies, { orgId: sandbox.orgId, ticketId, reason: "test", requestedBy: "tests" }),
  { concurrency },
);
dynamo.destroy();
await dispatcher.destroy();
