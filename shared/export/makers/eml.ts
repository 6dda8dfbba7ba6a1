/** Makes the e-mail files of a ticket. */
import { emlFile } from "../../render/eml.ts";
import { emlPath } from "../../render/paths.ts";
import type { Maker } from "../format.ts";

export const emlMaker: Maker = {
  *files(ticket, { open }) {
    for (const [index, message] of ticket.shown.entries()) {
      // Attachments hardly shrink, and in base64 they would take longer than all else.
      const compress = message.family.every(({ attachment }) => attachment.status === "failed");
      const path = emlPath(ticket.version.ticketId, message);
      yield { path, body: emlFile(ticket, index, open), compress };
    }
  },
  tables: [],
};
