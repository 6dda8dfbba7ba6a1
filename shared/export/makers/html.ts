/** Makes the transcript of a ticket, and the index of all. */
import { indexTable } from "../../render/index-page.ts";
import { transcriptPath } from "../../render/paths.ts";
import { exportTranscript } from "../../render/transcript.ts";
import type { Maker } from "../format.ts";

export const htmlMaker: Maker = {
  *files(ticket, options) {
    const path = transcriptPath(ticket.version.ticketId);
    yield { path, body: exportTranscript(ticket, options), compress: true };
  },
  tables: [indexTable],
};
