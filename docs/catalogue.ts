/** Makes docs/catalogue.md, the data dictionary, and docs/catalogue.schema.json: the tables that are made of the archive. */
import type { Column, ColumnType } from "../shared/catalogue/columns.ts";
import { ATTACHMENTS } from "../shared/catalogue/rows/attachments.ts";
import { MESSAGES } from "../shared/catalogue/rows/messages.ts";
import { TICKETS } from "../shared/catalogue/rows/tickets.ts";

type AnyTable = Readonly<Record<string, Pick<Column<never>, "type" | "about" | "nullable">>>;

const TABLES: readonly { readonly name: string; readonly about: string; readonly columns: AnyTable }[] = [
  { name: "tickets", about: "A row for each ticket.", columns: TICKETS },
  {
    name: "messages",
    about:
      "A row for each wording of each message, of which the ticket's description is one, and for each title of the ticket.",
    columns: MESSAGES,
  },
  { name: "attachments", about: "A row for each attachment.", columns: ATTACHMENTS },
];

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
    $defs: Object.fromEntries(TABLES.map(({ name, about, columns }) => [name, tableSchema(about, columns)])),
  };
}

function tableSchema(description: string, columns: AnyTable): object {
  const properties = Object.entries(columns).map(([name, { type, about, nullable }]) => {
    const value = { ...JSON_TYPES[type], "x-column-type": type };
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
Times are in UTC. The rows of tickets and messages are in the index of words on a laptop, which \`ticketvault search\` asks
([search.md](search.md)).

${TABLES.map(tableText).join("\n")}`;
}

function tableText({ name, about, columns }: (typeof TABLES)[number]): string {
  const rows = Object.entries(columns).map(
    ([column, { type, about: meaning, nullable }]) =>
      `| \`${column}\` | ${type} | ${nullable ? "yes" : "no"} | ${meaning} |`,
  );
  return `## ${name}

${about}

| column | type | may be null | meaning |
|---|---|---|---|
${rows.join("\n")}
`;
}
