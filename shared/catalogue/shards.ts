/** Where rows are kept: 1,000 tickets with consecutive numbers are a shard, of which each table has a file. */
import type { Table } from "./tables.ts";

const TICKETS_A_SHARD = 1_000;

/** The number of the shard that a ticket is in: 0 for tickets 1 to 999. */
export function shardOf(ticketId: number): number {
  return Math.floor(ticketId / TICKETS_A_SHARD);
}

/** `messages/org=22824/000001.parquet`; Athena reads the account off the key. */
export function shardKey(table: Pick<Table, "name">, orgId: number, shard: number): string {
  return `${shardFolder(table, orgId)}/${String(shard).padStart(6, "0")}.parquet`;
}

/** The numbers of all tickets that a shard may have; there is no ticket 0. */
export function ticketsOf(shard: number): number[] {
  const numbers = Array.from({ length: TICKETS_A_SHARD }, (_, index) => shard * TICKETS_A_SHARD + index);
  return numbers.filter((number) => number > 0);
}

/** The shard that a file is of, by its name; undefined for what is none. */
export function parseShardName(name: string): number | undefined {
  return /^\d{6,13}\.parquet$/.test(name) ? Number.parseInt(name, 10) : undefined;
}

/** The folder of an account's files of a table. */
export function shardFolder({ name }: Pick<Table, "name">, orgId: number): string {
  return `${name}/org=${orgId}`;
}
