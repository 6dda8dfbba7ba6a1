/** Brings the files of one shard level with the heads of its tickets in the vault. Any number of writers may do so at once. */
import pMap from "p-map";
import { IntegrityError, StoreError } from "../errors.ts";
import type { Logger } from "../log.ts";
import { LOG_EVENTS } from "../names.ts";
import type { ObjectStore, ReadFile } from "../store/object-store.ts";
import { decodeShard, encodeShard } from "./parquet/shard-file.ts";
import { type AllRows, allRows } from "./rows/ticket-rows.ts";
import { shardKey, ticketsOf } from "./shards.ts";
import { type AnyRow, TABLES, type Table } from "./tables.ts";
import { vaultHead } from "./vault-head.ts";

export interface CatalogueOptions {
  readonly orgId: number;
  /** Only read from. */
  readonly vault: ObjectStore;
  /** Where the files are. */
  readonly catalogue: Pick<ObjectStore, "location" | "read" | "create" | "replace" | "children">;
  readonly log: Logger;
}

export interface ShardUpdate {
  /** Files whose bytes had to change. */
  readonly written: number;
  /** Tickets whose archive cannot be read: they have no rows. */
  readonly unreadable: number;
}

/** Each round lets another writer's through. */
const ROUNDS = 20;
const AT_ONCE = 16;

/**
 * @param tickets those that changed, or all of the shard: then nothing that the files had before counts
 * @throws StoreError `contended` (retryable) when others write faster; NewerProgramError for a document of a newer program
 */
export async function updateShard(
  options: CatalogueOptions,
  shard: number,
  tickets: readonly number[] | "all",
): Promise<ShardUpdate> {
  for (let round = 1; round <= ROUNDS; round += 1) {
    // First the files, then the heads: a head that is read now is not older than what another writer made a file of.
    const files = await readFiles(options, shard);
    const whole = files.filter(isWhole);
    const isRemade = tickets === "all" || whole.length < files.length;
    const fresh = isRemade
      ? await readHeads(options, ticketsOf(shard), [])
      : await readHeads(options, tickets, rowsOf("tickets", whole));
    const unreadable = [...fresh.values()].filter((each) => each === "unreadable").length;
    const written = await writeFiles(options, files, isRemade, fresh);
    if (written !== "changed") return { written, unreadable };
  }
  const text = `the shard ${shard} in ${options.catalogue.location} was written by others ${ROUNDS} times while it was made; run again`;
  throw new StoreError("contended", text, { retryable: true });
}

interface ShardFile {
  readonly table: Table;
  readonly key: string;
  readonly file: ReadFile | undefined;
  /** Undefined where there is no such file, or none of this program's. */
  readonly rows: readonly AnyRow[] | undefined;
}

function isWhole(file: ShardFile): file is ShardFile & { readonly rows: readonly AnyRow[] } {
  return file.rows !== undefined;
}

function readFiles({ orgId, catalogue, log }: CatalogueOptions, shard: number): Promise<ShardFile[]> {
  return Promise.all(
    TABLES.map(async (table) => {
      const key = shardKey(table, orgId, shard);
      const file = await catalogue.read(key);
      if (file === undefined) return { table, key, file, rows: undefined };
      try {
        return { table, key, file, rows: await decodeShard(table, orgId, file.bytes) };
      } catch (error) {
        if (!(error instanceof IntegrityError)) throw error;
        log.warn("catalogue.file-remade", { orgId, table: table.name, shard, code: error.code });
        return { table, key, file, rows: undefined };
      }
    }),
  );
}

/** What is to stand for a ticket: `none` of one without a version, and `unreadable`, have no rows. */
type Fresh = AllRows | "none" | "unreadable";

/** Without the tickets whose row is of this very version already: that of the ticket is written last. */
async function readHeads(
  { orgId, vault, log }: CatalogueOptions,
  tickets: readonly number[],
  rows: readonly AnyRow[],
): Promise<Map<number, Fresh>> {
  const known = new Map(rows.map((row) => [row["ticket"], row["inventory_sha256"]]));
  const read = async (ticketId: number): Promise<Fresh | "level"> => {
    try {
      const head = await vaultHead(vault, orgId, ticketId);
      if (head === undefined) return "none";
      if (known.get(ticketId) === head.version.inventorySha256) return "level";
      return await allRows(head.version, await head.document());
    } catch (error) {
      if (!(error instanceof IntegrityError)) throw error;
      log.error(LOG_EVENTS.catalogueUnreadable, { orgId, ticketId, code: error.code });
      return "unreadable";
    }
  };
  const found = await pMap(tickets, async (ticketId) => [ticketId, await read(ticketId)] as const, {
    concurrency: AT_ONCE,
  });
  return new Map(found.flatMap(([ticketId, each]) => (each === "level" ? [] : [[ticketId, each]])));
}

/** The tickets' own file last: who finds a ticket there finds the rest of it too. */
async function writeFiles(
  { catalogue }: CatalogueOptions,
  files: readonly ShardFile[],
  isRemade: boolean,
  fresh: ReadonlyMap<number, Fresh>,
): Promise<number | "changed"> {
  let written = 0;
  for (const { table, key, file, rows } of files.toReversed()) {
    const bytes = encodeShard(table, merged(table, isRemade ? [] : (rows ?? []), fresh));
    if (file !== undefined && Buffer.compare(file.bytes, bytes) === 0) continue;
    const outcome =
      file === undefined ? await catalogue.create(key, bytes) : await catalogue.replace(key, bytes, file.tag);
    if (outcome === "exists" || outcome === "changed") return "changed";
    written += 1;
  }
  return written;
}

/** The rows of other tickets as they are, and of no ticket those of a lower version than were there. */
function merged(table: Table, rows: readonly AnyRow[], fresh: ReadonlyMap<number, Fresh>): readonly AnyRow[] {
  const heads = new Map(rows.map((row) => [Number(row["ticket"]), Number(row["head"])]));
  const taken = [...fresh].filter(
    ([ticketId, each]) => typeof each === "string" || each.ticket.head >= (heads.get(ticketId) ?? 0),
  );
  const replaced = new Set(taken.map(([ticketId]) => ticketId));
  const kept = rows.filter((row) => !replaced.has(Number(row["ticket"])));
  return [...kept, ...taken.flatMap(([, each]) => (typeof each === "string" ? [] : table.rows(each)))];
}

function rowsOf(name: Table["name"], files: readonly (ShardFile & { readonly rows: readonly AnyRow[] })[]) {
  return files.find(({ table }) => table.name === name)?.rows ?? [];
}
