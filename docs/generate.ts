/** Writes the documents that are made from code: `npm run docs`. */
import { writeFile } from "node:fs/promises";
import { ticketJsonSchema } from "../shared/ticket/document.ts";

await writeFile(
  new URL("ticket.schema.json", import.meta.url),
  `${JSON.stringify(ticketJsonSchema(), null, 2)}\n`,
);
