/** Writes the rows of a shard as a Parquet file, and reads them again: the same rows in any order give the same bytes. */
import { parquetMetadata, parquetReadObjects } from "hyparquet";
import { ByteWriter, parquetWrite } from "hyparquet-writer";
import { IntegrityError } from "../../errors.ts";
import type { ColumnType } from "../columns.ts";
import type { AnyRow, Table } from "../tables.ts";
import { fileColumns, PARTITION, parquetSchema } from "./schema.ts";

/** Raised with each change of the rows and of the tokenizer: files of another number are made anew, never mixed. */
const ROWS = { key: "ticketvault.rows", value: "1" };

/** Sorted by the table's key, in one row group, compressed by Snappy. */
export function encodeShard(table: Table, rows: readonly AnyRow[]): Uint8Array {
  const sorted = rows.toSorted((a, b) => compare(table.key, a, b));
  const columnData = fileColumns(table).map(([name, type]) => ({
    name,
    data: sorted.map((row) => toFile(type, row[name])),
  }));
  const writer = new ByteWriter();
  // A file in memory is written at once: nothing is to be waited for.
  parquetWrite({
    writer,
    schema: parquetSchema(table),
    columnData,
    rowGroupSize: Math.max(1, sorted.length),
    codec: "SNAPPY",
    createdBy: "ticketvault",
    kvMetadata: [ROWS],
  });
  return writer.getBytes();
}

/**
 * @param orgId the account, which stands in no file
 * @throws IntegrityError `catalogue-unreadable` for what is no such file, or has rows of another kind
 */
export async function decodeShard(table: Table, orgId: number, bytes: Uint8Array): Promise<AnyRow[]> {
  const types = new Map(fileColumns(table).map(([name, type]) => [name, type]));
  const rows = await rowsIn(bytes, [...types.keys()]);
  if (rows === undefined) {
    throw new IntegrityError("catalogue-unreadable", `this is no file of the table ${table.name}`);
  }
  return rows.map((row) => ({
    [PARTITION]: orgId,
    ...Object.fromEntries([...types].map(([name, type]) => [name, fromFile(type, row[name])])),
  }));
}

async function rowsIn(bytes: Uint8Array, columns: string[]): Promise<AnyRow[] | undefined> {
  const file = new Uint8Array(bytes).buffer;
  try {
    const metadata = parquetMetadata(file);
    const version = metadata.key_value_metadata?.find(({ key }) => key === ROWS.key)?.value;
    if (version !== ROWS.value) return undefined;
    const parsers = { timestampFromMilliseconds: Number, stringFromBytes };
    return await parquetReadObjects({ file, metadata, columns, parsers });
  } catch {
    // The reader throws errors of many kinds at damaged bytes.
    return undefined;
  }
}

/** A mark of byte order at a text's beginning is a part of the text, which a decoder would drop. */
const decoder = new TextDecoder("utf-8", { ignoreBOM: true });

function stringFromBytes(bytes: Uint8Array | undefined): string | undefined {
  return bytes && decoder.decode(bytes);
}

function toFile(type: ColumnType, value: unknown): unknown {
  if (value === null) return null;
  if (type === "bigint" || type === "timestamp") return BigInt(value as number);
  // Half of a pair has no bytes in UTF-8; what is written must be what is read.
  if (type === "string") return (value as string).toWellFormed();
  if (type === "array<string>") return (value as string[]).map((each) => each.toWellFormed());
  return value;
}

function fromFile(type: ColumnType, value: unknown): unknown {
  if (value === null || value === undefined) return null;
  return type === "bigint" ? Number(value) : value;
}

function compare(key: readonly string[], a: AnyRow, b: AnyRow): number {
  for (const name of key) {
    const [one, other] = [plain(a[name]), plain(b[name])];
    if (one !== other) return one < other ? -1 : 1;
  }
  return 0;
}

function plain(value: unknown): number | string {
  return typeof value === "string" ? value.toWellFormed() : Number(value);
}
