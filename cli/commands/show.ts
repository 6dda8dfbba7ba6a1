/** `ticketvault show`: reads a ticket out of the archive for people; asks LeadSquared nothing, changes no archive. */
import { acceptanceOf } from "../../shared/archive/find-acceptance.ts";
import { ticketPlace } from "../../shared/archive/place.ts";
import { readPublished } from "../../shared/archive/read-published.ts";
import { together } from "../checks.ts";
import type { Context } from "../context.ts";
import { EXIT, type ExitCode } from "../exit-codes.ts";
import { orgSetting } from "../org-setting.ts";
import { peopleSetting } from "../people-file.ts";
import { showTicket } from "../show-ticket.ts";
import { storeSettings } from "../store-settings.ts";
import { ticketArgument, versionArgument } from "../ticket-arguments.ts";
import { openStore } from "../wiring.ts";

export interface ShowOptions {
  readonly version?: string;
  readonly history?: boolean;
  /** File to write the transcript to. */
  readonly transcript?: string;
  readonly zone: string;
}

export async function showCommand(context: Context, ticket: string, options: ShowOptions): Promise<ExitCode> {
  const { settings, terminal } = context;
  const [storePlace, orgId, ticketId, version] = await together([
    storeSettings(settings),
    orgSetting(settings),
    ticketArgument(ticket),
    versionArgument(options.version, "--version"),
  ]);
  const { store } = await openStore(storePlace);
  const place = ticketPlace(store, orgId, ticketId);
  const published = await readPublished(place, version);
  const location = `${store.location}/${place.object}`;
  if (options.transcript !== undefined) {
    const { transcript: file, zone } = options;
    // The HTML parser takes a while to load.
    const { writeTranscript } = await import("../transcript-file.ts");
    const people = await peopleSetting(settings);
    await writeTranscript(place, storePlace, published, { file, zone, people });
    if (context.json) terminal.json({ location, version: published.version, transcript: file });
    else terminal.print(`${file}: transcript of version ${published.version}. Open it in a browser.`);
    return EXIT.complete;
  }
  const accepted = await acceptanceOf(store, { orgId, ticketId }, published, context.log);
  if (context.json) terminal.json({ location, ...published, accepted: accepted ?? null });
  else showTicket(terminal, location, published, { accepted, history: options.history ?? false });
  return EXIT.complete;
}
