/** `ticketvault accept`: records that what is missing of a ticket's archive will not come, and is asked for no more. */
import { acceptGaps } from "../../shared/archive/accept.ts";
import { indexKeeper } from "../../shared/sync/keep-index.ts";
import { parseTicketId } from "../../shared/ticket/ids.ts";
import { userName } from "../account-settings.ts";
import { together } from "../checks.ts";
import type { Context } from "../context.ts";
import { EXIT, type ExitCode } from "../exit-codes.ts";
import { findIndex, indexSetting } from "../index-settings.ts";
import { orgSetting } from "../org-setting.ts";
import { storeSettings } from "../store-settings.ts";
import { counted, safeLine } from "../text.ts";
import { openStore } from "../wiring.ts";
import type { MandateFlags } from "./hold.ts";

export async function acceptCommand(
  { settings, terminal, log, json }: Context,
  ticket: string,
  { reason, requestedBy = userName(settings.env) }: MandateFlags,
): Promise<ExitCode> {
  const [place, orgId, ticketId] = await together([
    storeSettings(settings),
    orgSetting(settings),
    (async () => parseTicketId(ticket))(),
  ]);
  const indexPlace = await indexSetting(settings, place, orgId);
  const { store } = await openStore(place);
  const request = { orgId, ticketId, reason, requestedBy, caller: null };
  const { acceptance, created } = await acceptGaps(store, request, new Date());
  {
    using index = await findIndex(indexPlace);
    await indexKeeper({ index: async () => index, now: Date.now, log }).accepted(acceptance);
  }
  if (json) {
    terminal.json({ created, ...acceptance });
    return EXIT.complete;
  }
  const { problems, version } = acceptance;
  const already = created ? "" : " already";
  terminal.print(`#${ticketId}: ${counted(problems.length, "gap")} of ${version} accepted${already}`);
  for (const { code, conversation, detail } of problems) {
    terminal.print(
      `  ${code}  ${safeLine(conversation === null ? detail : `${detail} (conversation ${conversation})`)}`,
    );
  }
  return EXIT.complete;
}
