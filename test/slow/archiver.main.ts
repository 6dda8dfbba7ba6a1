/** A process that archives one ticket and can be killed: told everything in one JSON argument. */
import { silentLogger } from "../../shared/log.ts";
import { directoryStore } from "../../shared/store/directory.ts";
import type { ObjectStore } from "../../shared/store/object-store.ts";
import { harness, type SandboxAccess } from "../archive/harness.ts";
import type { S3Place } from "../stand-ins/s3/client.ts";
import { vaultClient, vaultStore } from "../stand-ins/s3/vault.ts";

/** Where to archive what; prints the receipts. */
export interface Job {
  readonly sandbox: SandboxAccess;
  readonly store: { readonly folder: string } | { readonly s3: S3Place };
  readonly ticketIds: readonly number[];
}

const job: Job = JSON.parse(process.argv[2] ?? "");
const store: ObjectStore =
  "folder" in job.store ? directoryStore(job.store.folder) : vaultStore(vaultClient(job.store.s3));
await using wired = harness(job.sandbox, store, { log: silentLogger });
const receipts = [];
for (const ticketId of job.ticketIds) receipts.push(await wired.archive(ticketId));
process.stdout.write(`${JSON.stringify({ receipts })}\n`);
