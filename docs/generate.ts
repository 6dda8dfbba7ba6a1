/** Writes the documents that are made from code: `npm run docs`. */
import { writeFile } from "node:fs/promises";
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
await write("settings.md", settingsPage());
await write("costs.md", costsPage(stackCounts()));

function write(name: string, text: string): Promise<void> {
  return writeFile(new URL(name, import.meta.url), text);
}

function json(document: object): string {
  return `${JSON.stringify(document, null, 2)}\n`;
}
