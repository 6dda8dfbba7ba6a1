/** `ticketvault diff`: says what changed between two versions of a ticket. */
import { type ObjectPlace, ticketPlace } from "../../shared/archive/place.ts";
import { type PublishedTicket, readPublished } from "../../shared/archive/read-published.ts";
import { UsageError } from "../../shared/errors.ts";
import { versionDifference } from "../../shared/render/version-difference.ts";
import { numberOf, previousVersion } from "../../shared/ticket/wording.ts";
import { together } from "../checks.ts";
import type { Context } from "../context.ts";
import { EXIT, type ExitCode } from "../exit-codes.ts";
import { orgSetting } from "../org-setting.ts";
import { showDifference } from "../show-difference.ts";
import { storeSettings } from "../store-settings.ts";
import { ticketArgument, versionArgument } from "../ticket-arguments.ts";
import { openStore } from "../wiring.ts";

export interface Versions {
  readonly from: string | undefined;
  readonly to: string | undefined;
}

export async function diffCommand(context: Context, ticket: string, versions: Versions): Promise<ExitCode> {
  const { settings, terminal, json } = context;
  const [storePlace, orgId, ticketId, from, to] = await together([
    storeSettings(settings),
    orgSetting(settings),
    ticketArgument(ticket),
    versionArgument(versions.from, "the earlier version"),
    versionArgument(versions.to, "the later version"),
  ]);
  const { store } = await openStore(storePlace);
  const place = ticketPlace(store, orgId, ticketId);
  const after = await readPublished(place, to);
  const before = await earlier(place, after, from);
  const difference = await versionDifference(before?.document, after.document);
  const named = { ticketId, from: before?.version ?? null, to: after.version };
  if (json) terminal.json({ ...named, ...difference });
  else showDifference(terminal, named, difference);
  return EXIT.complete;
}

/** The version to begin from; none before the first one. @throws UsageError for one that is not earlier */
async function earlier(
  place: ObjectPlace,
  { version }: PublishedTicket,
  from: string | undefined,
): Promise<PublishedTicket | undefined> {
  if (from === undefined)
    return version === "v1" ? undefined : readPublished(place, previousVersion(version));
  if (numberOf(from) < numberOf(version)) return readPublished(place, from);
  throw new UsageError(`${from} is not earlier than ${version}: give the earlier version first.`);
}
