/** Writes the documents that are made from code: `npm run docs`. */
import { writeFile } from "node:fs/promises";
import { ticketJsonSchema } from "../shared/ticket/document.ts";
import { openapiDocument } from "./openapi.ts";

await write("ticket.schema.json", ticketJsonSchema());
await write("openapi.json", openapiDocument());

function write(name: string, document: object): Promise<void> {
  return writeFile(new URL(name, import.meta.url), `${JSON.stringify(document, null, 2)}\n`);
}
