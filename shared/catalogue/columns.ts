/** What a table of the catalogue is made of: columns with a type, a meaning, and the value that a ticket has there. */

/** Types as Athena and Parquet know them; a timestamp is in UTC, to the millisecond. */
export type ColumnType = "bigint" | "string" | "boolean" | "timestamp" | "array<string>";

interface Values {
  readonly bigint: number;
  readonly string: string;
  readonly boolean: boolean;
  /** In ms since 1970. */
  readonly timestamp: number;
  readonly "array<string>": readonly string[];
}

export interface Column<Entry, Type extends ColumnType = ColumnType, Value = unknown> {
  readonly type: Type;
  /** What stands there, for the data dictionary. */
  readonly about: string;
  readonly nullable: boolean;
  readonly read: (entry: Entry) => Value;
}

export type Columns<Entry> = Readonly<Record<string, Column<Entry>>>;

/** A row of a table: what `read` gives of each column. */
export type RowOf<Table> = {
  readonly [Name in keyof Table]: Table[Name] extends Column<never, ColumnType, infer Value> ? Value : never;
};

/** A column that always has a value. */
export function column<Entry, Type extends ColumnType>(
  type: Type,
  about: string,
  read: (entry: Entry) => Values[Type],
): Column<Entry, Type, Values[Type]> {
  return { type, about, nullable: false, read };
}

/** A column that may be null. */
export function optional<Entry, Type extends ColumnType>(
  type: Type,
  about: string,
  read: (entry: Entry) => Values[Type] | null,
): Column<Entry, Type, Values[Type] | null> {
  return { type, about, nullable: true, read };
}

/** The row of an entry, with the columns in their order. */
export function rowOf<Entry, Table extends Columns<Entry>>(table: Table, entry: Entry): RowOf<Table> {
  const values = Object.entries(table).map(([name, { read }]) => [name, read(entry)]);
  return Object.fromEntries(values) as RowOf<Table>;
}
