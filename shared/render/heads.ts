/** The newest documents of all tickets as programs take them, a record a line. */
import { objectPath, TICKETS_NDJSON_PATH } from "./paths.ts";
import { plainTable } from "./table.ts";

/** Fields whose kind is LeadSquared's to change. Readers of tables want one kind a column: they stand as JSON text. */
const OPEN_FIELDS = new Set(["extra", "total", "envelope", "customFields"]);

/** `ticket.json` of the exported version in one line, behind where it stands and what vouches for it. */
export const headsTable = plainTable(
  TICKETS_NDJSON_PATH,
  "",
  ({ version, document, contentPath }, packed) => {
    const { ticketId, created, inventorySha256 } = version;
    const path = packed(objectPath(ticketId, contentPath("ticket.json")))?.path ?? null;
    const head = {
      ...{ ticketId, version: version.version, archivedAt: created, inventorySha256, path },
      ...document,
    };
    return `${JSON.stringify(head, (key, value: unknown) => (OPEN_FIELDS.has(key) ? JSON.stringify(value) : value))}\n`;
  },
);
