/** What several parts of the schema of `ticket.json` are made of. */
import * as z from "zod";

export const extra = z
  .record(z.string(), z.unknown())
  .describe("Fields that this version of Ticketvault does not read, and fields that are not of their type.");

export const version = z.string().regex(/^v[1-9][0-9]*$/);
