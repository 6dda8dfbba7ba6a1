/** The tables of a production read by DuckDB, and the documents of a vault and of a production held against their schemas. */
import { readdir, readFile, writeFile } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { parse } from "csv-parse/sync";
import { afterAll, beforeAll, expect, it } from "vitest";
import { exampleCensus } from "../../example-census.ts";
import { produce } from "../production.ts";
import { installed, javaLines, pythonLines, ran } from "../run.ts";
import { type Program, tell } from "../told.ts";
import { type VaultOfAll, vaultOfAll } from "../vault-of-all.ts";

const DUCKDB: Program = { name: "DuckDB", version: "2.0.1", limits: "" };
const CHECK_JSONSCHEMA: Program = { name: "check-jsonschema", version: "0.39.0", limits: "" };
const NETWORKNT: Program = { name: "networknt's json-schema-validator", version: "1.5.8", limits: "" };
const schemaOf = (name: string): string =>
  new URL(`../../../docs/${name}.schema.json`, import.meta.url).pathname;

let all: VaultOfAll;
let production: string;
let bags: readonly string[];
beforeAll(async () => {
  all = await vaultOfAll(3);
  const produced = await produce(all, "documents", { formats: ["csv", "loadfile"] });
  production = dirname(produced.zips[0] ?? "");
  bags = produced.bags;
});
afterAll(() => all[Symbol.asyncDispose]());

interface Read {
  readonly columns: readonly string[];
  readonly rows: readonly (readonly (string | null)[])[];
  /** As DuckDB takes the columns by itself, written as text again. */
  readonly typed: readonly (readonly (string | null)[])[];
}

/** Columns that DuckDB takes for times, and is meant to. */
const TIMES = ["CreatedUtc", "DATESENT", "TIMESENT", "DATETIMESENT"];

it("DuckDB reads every cell of every CSV, and keeps each as it is when it looks for types", async () => {
  const files = (await readdir(production)).filter((name) => name.endsWith(".csv"));
  const lines = await read(files);

  for (const [index, name] of files.entries()) {
    const [columns = [], ...rows] = parse(await readFile(join(production, name)), {
      bom: true,
    }) as string[][];
    const told: Read = JSON.parse(lines[index] ?? "");
    const isText = columns.map((column) => !TIMES.includes(column));
    const texts = (cells: readonly (readonly (string | null)[])[]) =>
      cells.map((row) => row.map((cell, at) => (isText[at] ? (cell ?? "") : "")));
    expect(told.columns).toEqual(columns);
    expect(told.rows.map((row) => row.map((cell) => cell ?? ""))).toEqual(rows);
    expect(texts(told.typed)).toEqual(texts(rows));
    tell(
      "documents",
      DUCKDB,
      `to read ${name} of a production`,
      "every row and cell, with and without types",
    );
  }
  expect(files.toSorted()).toEqual(["attachments.csv", "loadfile.csv", "messages.csv"]);
});

it("DuckDB reads every line of tickets.ndjson", async () => {
  const [line = ""] = await read(["tickets.ndjson"]);
  const written = (await readFile(join(production, "tickets.ndjson"), "utf8")).trimEnd().split("\n");

  const { rows, counted } = JSON.parse(line);
  expect(counted).toBe(all.tickets.length);
  expect(rows).toEqual(written.map((each) => JSON.parse(each)));
  tell("documents", DUCKDB, "to read tickets.ndjson of a production", "every ticket and value");
});

function read(files: readonly string[]): Promise<string[]> {
  return pythonLines(
    "documents",
    [join(import.meta.dirname, "tables.py"), ...files.map((name) => join(production, name))],
    all.folder.path,
  );
}

it("two validators find every document as its schema says, and see what is not", async () => {
  const [ofVault = [], ...ofBags] = await Promise.all([all.vault, ...bags].map(ticketDocuments));
  const tickets = [...ofVault, ...ofBags.flat()];
  const census = join(all.folder.path, "census.json");
  await writeFile(census, JSON.stringify(exampleCensus(new Date())));
  const wrong = join(all.folder.path, "wrong.json");
  await writeFile(
    wrong,
    JSON.stringify({ ...JSON.parse(await readFile(tickets[0] ?? "", "utf8")), orgId: "x" }),
  );

  expect(ofVault).toHaveLength(all.versions);
  expect(tickets.length).toBeGreaterThan(all.versions);
  for (const [schema, files, what] of [
    ["ticket", tickets, "every ticket.json of a vault and a production"],
    ["census", [census], "a census"],
  ] as const) {
    expect(await javaLines("documents", ["Validate", schemaOf(schema), ...files], all.folder.path)).toEqual(
      [],
    );
    expect(await checked(schema, files)).toMatchObject({ code: 0, stderr: "" });
    for (const program of [CHECK_JSONSCHEMA, NETWORKNT])
      tell("documents", program, `to validate ${what}`, "valid");
  }
  expect(await javaLines("documents", ["Validate", schemaOf("ticket"), wrong], all.folder.path)).not.toEqual(
    [],
  );
  expect(await checked("ticket", [wrong])).toMatchObject({ code: 1 });
});

function checked(schema: string, files: readonly string[]) {
  const program = join(installed("documents"), "python/bin/check-jsonschema");
  return ran(program, ["--schemafile", schemaOf(schema), ...files], all.folder.path);
}

async function ticketDocuments(folder: string): Promise<string[]> {
  const names = await readdir(folder, { recursive: true });
  return names.filter((name) => basename(name) === "ticket.json").map((name) => join(folder, name));
}
