/** What paths and queries may hold: the handlers check by these schemas, and docs/openapi.json is made of them. */
import * as z from "zod";
import { MATTER } from "../../shared/holds/record.ts";

/** Sixteen digits may be more than a number holds exactly. */
const TICKET = /^#?0*[1-9][0-9]{0,14}$/;

/** The number in a path. */
export const ticketPath = z.string().regex(TICKET).meta({
  description: "The number in the ticket page's address; `#143` (as `%23143`) will do.",
  example: "143",
});

/** A number in a body. */
export const ticketNumber = z.union([z.int().min(1), z.string().regex(TICKET)]);

export const matterPath = z.string().regex(MATTER).meta({
  description: "Name of the matter: letters, digits, dots, hyphens and underscores.",
  example: "acme-v-us",
});

export const exportPath = z
  .string()
  .regex(/^[A-Za-z0-9-]{1,80}$/)
  .meta({ description: "The `run` of POST /exports." });

export const versionQuery = z
  .string()
  .regex(/^v?[1-9][0-9]{0,8}$/)
  .meta({ description: "`v2` or `2`; the latest unless said.", example: "v2" });

export const offsetQuery = z
  .string()
  .regex(/^[0-9]{1,7}$/)
  .meta({ description: "How many files to pass over; `next` has it." });
