/** Where rows are kept: 1,000 tickets with consecutive numbers are a shard, of which each table has a file. */
import type { Table } from "./tables.ts";

const TICKETS_A_SHARD = 1_000;

/** The number of the shard that a ticket is in: 0 for tickets 1 to 999. */
export function shardOf(ticketId: number): number {
  return Math.floor(ticketId / TICKETS_A_SHARD);
}

/** `messages/org=22824/000001.parquet`; Athena reads the account off the key. */
export function shardKey({ name }: Pick<Table, "name">, orgId: number, shard: number): string {
  return `${name}/org=${orgId}/${String(shard).padStart(6, "0")}.parquet`;
}
