/** Makes the mailbox of a ticket. */
import { mboxFile } from "../../render/mbox.ts";
import { mboxPath } from "../../render/paths.ts";
import type { Maker } from "../format.ts";

export const mboxMaker: Maker = {
  *files(ticket, { open }) {
    yield { path: mboxPath(ticket.version.ticketId), body: mboxFile(ticket, open), compress: false };
  },
  tables: [],
};
