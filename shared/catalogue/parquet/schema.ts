/** The tables' columns as Parquet has them. */
import type { SchemaElement } from "hyparquet";
import type { ColumnType } from "../columns.ts";
import type { Table } from "../tables.ts";

/** The type of each column in a file, as Parquet names them; the data dictionary shows it. */
export const PARQUET_TYPES: Readonly<Record<ColumnType, string>> = {
  bigint: "INT64",
  string: "BYTE_ARRAY (UTF8)",
  boolean: "BOOLEAN",
  timestamp: "INT64 (TIMESTAMP_MILLIS)",
  "array<string>": "LIST of BYTE_ARRAY (UTF8)",
};

/** Without the column of the account, which is in the key of a file: Athena takes no column twice. */
export function fileColumns({ columns }: Table): [name: string, type: ColumnType, nullable: boolean][] {
  const own = Object.entries(columns).filter(([name]) => name !== PARTITION);
  return own.map(([name, { type, nullable }]) => [name, type, nullable]);
}

/** The column by which the files of a table are told apart. */
export const PARTITION = "org";

export function parquetSchema(table: Table): SchemaElement[] {
  const columns = fileColumns(table);
  const elements = columns.flatMap(([name, type, nullable]) =>
    elementsOf(name, type, nullable ? "OPTIONAL" : "REQUIRED"),
  );
  return [{ name: table.name, num_children: columns.length }, ...elements];
}

function elementsOf(
  name: string,
  type: ColumnType,
  repetition_type: "OPTIONAL" | "REQUIRED",
): SchemaElement[] {
  switch (type) {
    case "bigint":
      return [{ name, type: "INT64", repetition_type }];
    case "boolean":
      return [{ name, type: "BOOLEAN", repetition_type }];
    case "timestamp":
      return [{ name, type: "INT64", converted_type: "TIMESTAMP_MILLIS", repetition_type }];
    case "string":
      return [{ name, type: "BYTE_ARRAY", converted_type: "UTF8", repetition_type }];
    case "array<string>":
      // Parquet's own form of a list, which engines take for no structure of ours.
      return [
        { name, converted_type: "LIST", num_children: 1, repetition_type },
        { name: "list", num_children: 1, repetition_type: "REPEATED" },
        { name: "element", type: "BYTE_ARRAY", converted_type: "UTF8", repetition_type: "REQUIRED" },
      ];
  }
}
