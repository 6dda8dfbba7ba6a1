/** Four processes of the command line archive the same twelve tickets at once into one bucket of an S3 server. */
import { startSandbox } from "../../cli/sandbox/sandbox.ts";
import { type Ended, envOf, ticketvault } from "../cli/command.ts";
import type { S3Place } from "../stand-ins/s3/client.ts";
import { ARCHIVE_BUCKET, STAGING_BUCKET } from "../stand-ins/s3/vault.ts";
import { tempFolder } from "../temp.ts";

export const TICKETS = 12;
const PROCESSES = 4;

export interface FourWriters {
  readonly processes: readonly Ended[];
  /** How often a process said that it had archived a ticket. */
  readonly archived: number;
  /** `verify` of the vault. */
  readonly verified: Ended;
}

/** The buckets of a vault are there. */
export async function fourWriters({ endpoint, credentials }: S3Place): Promise<FourWriters> {
  const sandbox = await startSandbox({ tickets: TICKETS, limit: { calls: 1_000_000 } });
  const env = {
    ...envOf(sandbox),
    AWS_ACCESS_KEY_ID: credentials.accessKeyId,
    AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey,
    TICKETVAULT_STORE: `s3://${ARCHIVE_BUCKET}`,
    TICKETVAULT_STAGING: `s3://${STAGING_BUCKET}`,
    TICKETVAULT_ENDPOINT: endpoint,
  };
  const backfill = async (): Promise<Ended> => {
    await using folder = await tempFolder();
    const list = ["--from", "1000", "--to", String(999 + TICKETS), "--state", "state.jsonl"];
    return await ticketvault(["backfill", "--json", ...list], { cwd: folder.path, env });
  };
  const processes = await Promise.all(Array.from({ length: PROCESSES }, backfill));
  const lines = processes.flatMap(({ stdout }) => stdout.trim().split("\n"));
  const archived = lines.filter((line) => JSON.parse(line).outcome === "archived").length;
  await using folder = await tempFolder();
  const verified = await ticketvault(["verify"], { cwd: folder.path, env });
  await sandbox.close();
  return { processes, archived, verified };
}
