/** Makes docs/catalogue.md, the data dictionary, and docs/catalogue.schema.json: the tables that are made of the archive. */
import type { ColumnType } from "../shared/catalogue/columns.ts";
import { PARQUET_TYPES, PARTITION } from "../shared/catalogue/parquet/schema.ts";
import { TABLES, type Table } from "../shared/catalogue/tables.ts";

const JSON_TYPES: Readonly<Record<ColumnType, object>> = {
  bigint: { type: "integer" },
  string: { type: "string" },
  boolean: { type: "boolean" },
  timestamp: { type: "integer", description: "Milliseconds since 1970, in UTC." },
  "array<string>": { type: "array", items: { type: "string" } },
};

/** The JSON Schema (draft 2020-12) of the rows of all tables. */
export function catalogueSchema(): object {
  return {
    $schema: "https://json-schema.org/draft/2020-12/schema",
    $id: "urn:ticketvault:schema:catalogue:1",
    title: "Ticketvault catalogue",
    $defs: Object.fromEntries(TABLES.map((table) => [table.name, tableSchema(table)])),
  };
}

function tableSchema({ about: description, columns }: Table): object {
  const properties = Object.entries(columns).map(([name, { type, about, nullable }]) => {
    const parquet = name === PARTITION ? {} : { "x-parquet-type": PARQUET_TYPES[type] };
    const value = { ...JSON_TYPES[type], "x-glue-type": type, ...parquet };
    return [
      name,
      nullable ? { description: about, oneOf: [value, { type: "null" }] } : { ...value, description: about },
    ];
  });
  return {
    description,
    type: "object",
    properties: Object.fromEntries(properties),
    required: Object.keys(columns),
    additionalProperties: false,
  };
}

export function cataloguePage(): string {
  return `# The catalogue: tables made of the archive

<!-- Made by \`npm run docs\` from shared/catalogue/rows. -->
What people search is three tables. Each row is a function of one ticket's head document (\`ticket.json\` of its newest
version) and of nothing else, so the tables can be lost and made again. They are no evidence: the archive is.
[catalogue.schema.json](catalogue.schema.json) has the same as a JSON Schema.

The head document holds all that LeadSquared ever listed, so earlier wordings and messages that were removed at the source
are rows as well, and say so. Names of people and legal holds stand in no row: they are looked up when a question is asked.
Times are in UTC. On a laptop the rows of tickets and messages are in the index of words, which \`ticketvault search\` asks
([finding.md](finding.md)).

## Files

On AWS the function \`catalogue\` takes in every five minutes what was sealed since, so that a version is in the catalogue some
ten minutes after it was published; \`progress/22824.json\` names the ledger's entry up to which everything is in it.
[operations.md](operations.md#make-the-catalogue-again) says how it is made again. Athena asks it: the outputs
\`CatalogueDatabaseName\` and \`CatalogueWorkgroupName\` name the database and a workgroup whose queries read at most
\`search.mostScannedMb\` each. Who asks needs rights of their own: \`athena:StartQueryExecution\` and its companions on the
workgroup, \`glue:GetTable\` on the tables, \`s3:GetObject\` on the catalogue's bucket, \`s3:PutObject\` below its \`results/\`, and
\`kms:Decrypt\` and \`kms:GenerateDataKey\` on the vault key. All of the customers' text is in it: grant them as you would for the archive.

A table is Parquet files, one for each 1,000 tickets with consecutive numbers, below a folder for the account:
\`messages/org=22824/000001.parquet\` has tickets 1,000 to 1,999. The bytes of a file are a function of its tickets' head
documents alone: the rows are sorted by the columns that name them, in one row group, compressed by Snappy. Types are those
of AWS Glue; in the files they are:

| type | in a file |
|---|---|
${Object.entries(PARQUET_TYPES)
  .map(([type, parquet]) => `| ${type} | ${parquet} |`)
  .join("\n")}

\`org\` is in the key of a file, and no column in it. A file has the number of its kind of rows as \`ticketvault.rows\` in its
metadata; a file of another kind is made anew.

${TABLES.map(tableText).join("\n")}`;
}

function tableText({ name, about, columns, key }: Table): string {
  const rows = Object.entries(columns).map(
    ([column, { type, about: meaning, nullable }]) =>
      `| \`${column}\` | ${type} | ${nullable ? "yes" : "no"} | ${meaning} |`,
  );
  return `## ${name}

${about} Sorted by ${key.map((column) => `\`${column}\``).join(", ")}.

| column | type | may be null | meaning |
|---|---|---|---|
${rows.join("\n")}
`;
}
