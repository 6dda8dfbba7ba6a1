/** Writes the documents that are made from code: `npm run docs`. */
import { readFile, writeFile } from "node:fs/promises";
import { censusJsonSchema } from "../shared/census-record.ts";
import { requestJsonSchema } from "../shared/requests/message.ts";
import { ticketJsonSchema } from "../shared/ticket/document.ts";
import { cataloguePage, catalogueSchema } from "./catalogue.ts";
import { costsPage } from "./costs.ts";
import { openapiDocument } from "./openapi.ts";
import { settingsPage } from "./settings.ts";
import { stackCounts } from "./stack-counts.ts";

await write("ticket.schema.json", json(ticketJsonSchema()));
await write("archive-ticket.schema.json", json(requestJsonSchema()));
await write("census.schema.json", json(censusJsonSchema()));
await write("openapi.json", json(openapiDocument()));
await write("catalogue.schema.json", json(catalogueSchema()));
await write("catalogue.md", cataloguePage());
await write("check.json", json({ lines: await linesOf("check.py") }));
await write("settings.md", settingsPage());
await write("costs.md", costsPage(stackCounts()));

function write(name: string, text: string): Promise<void> {
  return writeFile(new URL(name, import.meta.url), text);
}

/** Functions have no files beside their bundle: what they write into exports is imported. */
async function linesOf(name: string): Promise<string[]> {
  return (await readFile(new URL(name, import.meta.url), "utf8")).replace(/\n$/, "").split("\n");
}

function json(document: object): string {
  return `${JSON.stringify(document, null, 2)}\n`;
}
