/** The files of the catalogue: a function of the rows alone, read again as they were, and of one form for good. */
import { createHash } from "node:crypto";
import { parquetMetadata } from "hyparquet";
import { beforeAll, describe, expect, it } from "vitest";
import { PARQUET_TYPES } from "../../shared/catalogue/parquet/schema.ts";
import { decodeShard, encodeShard } from "../../shared/catalogue/parquet/shard-file.ts";
import { shardKey, shardOf } from "../../shared/catalogue/shards.ts";
import { type AnyRow, TABLES, type Table } from "../../shared/catalogue/tables.ts";
import { madeUpTicket } from "./made-up.ts";

/** Of the first 30 tickets of a seed. They change with the rows, the tokenizer and the writer: then raise ROWS. */
const GOLDEN: Readonly<Record<string, string>> = {
  tickets: "aeac6880e007b481679f38898d67825a7e2607ecc944664c11b31764ef41e5cb",
  messages: "e2d63f031ca98bde0bf24d8c63629b116f69f804d4e89f48acaa0674c4ba23b7",
  attachments: "f3b13c5fe16ec511a07a38bb8819205ffd27b3d4a8c8e9e52106b1c7361d747c",
};

const rowsOfTables = new Map<string, readonly AnyRow[]>();
beforeAll(async () => {
  const tickets = [];
  for (let ticketId = 1; ticketId <= 30; ticketId += 1) tickets.push(await madeUpTicket("files", ticketId));
  for (const table of TABLES) rowsOfTables.set(table.name, tickets.flatMap(table.rows));
});

describe.each(TABLES.map((table) => [table.name, table] as const))(
  "a file of the table %s",
  (name, table) => {
    const rows = (): readonly AnyRow[] => rowsOfTables.get(name) ?? [];

    it("has the bytes that it always had, in whatever order its rows come", () => {
      const bytes = encodeShard(table, rows());
      expect(createHash("sha256").update(bytes).digest("hex")).toBe(GOLDEN[name]);
      expect(Buffer.from(encodeShard(table, rows().toReversed())).equals(bytes)).toBe(true);
    });

    it("gives its rows again, cell by cell, from which the same bytes are made", async () => {
      const bytes = encodeShard(table, rows());
      const read = await decodeShard(table, 22824, bytes);
      expect(read).toEqual(sorted(table, rows()));
      expect(Buffer.from(encodeShard(table, read)).equals(bytes)).toBe(true);
    });

    it("has one row group, and columns of the types that are published", () => {
      const { row_groups: groups, schema } = parquetMetadata(
        new Uint8Array(encodeShard(table, rows())).buffer,
      );
      expect(groups).toHaveLength(1);
      expect(groups[0]?.columns.every(({ meta_data: meta }) => meta?.codec === "SNAPPY")).toBe(true);
      const top = schema.filter(({ name: column }) => Object.hasOwn(table.columns, column));
      const types = top.map(({ name: column, type, converted_type: kind }) => [
        column,
        kind === "LIST" ? "LIST of BYTE_ARRAY (UTF8)" : `${type}${kind === undefined ? "" : ` (${kind})`}`,
      ]);
      const { org: _, ...columns } = table.columns;
      expect(Object.fromEntries(types)).toEqual(
        Object.fromEntries(
          Object.entries(columns).map(([column, { type }]) => [column, PARQUET_TYPES[type]]),
        ),
      );
    });

    it("may have no rows", async () => {
      expect(await decodeShard(table, 1, encodeShard(table, []))).toEqual([]);
    });
  },
);

describe("a cell", () => {
  const [tickets] = TABLES;
  if (tickets === undefined) throw new Error("there are tables");
  const withTitle = (title: string, tags: readonly string[]): AnyRow => ({
    ...rowsOfTables.get("tickets")?.[0],
    ...{ title, tags, due: -62_135_596_800_000 },
  });

  it.each([
    ["a mark of byte order at its beginning", "\ufeffRefund"],
    ["nothing in it", ""],
    ["a NUL and an emoji", "a\u0000👍🏽"],
    ["a million letters", "x".repeat(1_000_000)],
  ])("keeps a text with %s", async (_what, title) => {
    const row = withTitle(title, ["", title]);
    expect(await decodeShard(tickets, 22824, encodeShard(tickets, [row]))).toEqual([row]);
  });

  it("has the sign for what no one can read in place of half a pair, and again the same bytes", async () => {
    const bytes = encodeShard(tickets, [withTitle("a\ud800b", ["\udc00"])]);
    const read = await decodeShard(tickets, 22824, bytes);
    expect(read[0]).toMatchObject({ title: "a\ufffdb", tags: ["\ufffd"] });
    expect(Buffer.from(encodeShard(tickets, read)).equals(bytes)).toBe(true);
  });

  it.each([
    ["another program's bytes", () => Buffer.from("PAR1 and then something else PAR1")],
    ["nothing", () => Buffer.alloc(0)],
    ["a file that was cut", () => encodeShard(tickets, [withTitle("a", [])]).subarray(0, -20)],
    ["another table's file", () => encodeShard(TABLES[1] ?? tickets, [])],
  ])("is not read of %s", async (_what, bytes) => {
    await expect(decodeShard(tickets, 22824, bytes())).rejects.toMatchObject({
      code: "catalogue-unreadable",
    });
  });
});

it("tickets 1,000 to 1,999 are in one file", () => {
  expect([999, 1000, 1999, 2000].map(shardOf)).toEqual([0, 1, 1, 2]);
  expect(shardKey({ name: "messages" }, 22824, 1)).toBe("messages/org=22824/000001.parquet");
});

function sorted({ key }: Table, rows: readonly AnyRow[]): AnyRow[] {
  const words = (row: AnyRow): string =>
    key
      .map((name) => (typeof row[name] === "number" ? String(row[name]).padStart(16, "0") : row[name]))
      .join(" ");
  return rows.toSorted((a, b) => (words(a) < words(b) ? -1 : 1));
}
