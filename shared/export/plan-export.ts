/** The first step of an export: pins the versions, asks the ledger for them, and writes the plan down. */

import { StoreError } from "../errors.ts";
import { versionKey } from "../keys.ts";
import { type FirstSeal, firstSeals } from "../ledger/sealed-entries.ts";
import type { Logger } from "../log.ts";
import { versionNumber } from "../ocfl/inventory.ts";
import type { People } from "../people.ts";
import type { ObjectStore } from "../store/object-store.ts";
import type { Output } from "../store/output.ts";
import { storeTree } from "../store/store-tree.ts";
import { alteredTickets } from "./altered-tickets.ts";
import { planKey } from "./keys.ts";
import { type FoundVersion, type Pinned, type PinOptions, pinVersions } from "./pin.ts";
import { pinPeople } from "./pin-people.ts";
import { type ExportPlan, type LeftOut, makePlan, type PinnedTicket, parsePlan, planBytes } from "./plan.ts";
import { rangesOf } from "./ranges.ts";
import type { ExportRequest } from "./request.ts";
import { selectionInWords } from "./selection.ts";

export interface ExportDependencies {
  readonly archive: ObjectStore;
  readonly output: Output;
  readonly log: Logger;
  readonly now: () => Date;
  /** Name and version of this program. */
  readonly tool: string;
  /** Names of people at hand; those whom the tickets name are pinned in the plan. */
  readonly people?: People | undefined;
  /** Where in the cloud the archive is, as far as that is known. */
  readonly cloud?: { readonly region: string | undefined; readonly account: string | undefined } | undefined;
}

/**
 * Plans an export. The same request over the same versions gives the plan that is there already.
 * @throws StoreError `not-archived` when there is nothing to export; UsageError as `makePlan`; and as the stores do
 */
export async function planExport(
  { archive, output, log, now, tool, people, cloud }: ExportDependencies,
  orgId: number,
  request: ExportRequest,
  options: PinOptions = {},
): Promise<ExportPlan> {
  const pinned = await pinVersions(archive, orgId, request, options);
  if (pinned.tickets.length === 0) throw nothingToExport(archive, orgId, request, pinned);
  const wanted = new Set(pinned.tickets.flatMap((ticket) => versionKeys(orgId, ticket)));
  const { versions, keyEntries, head } = await firstSeals(storeTree(archive), orgId, wanted, options.signal);
  const asSealed = withEntries(orgId, pinned.tickets, versions);
  const sealed = new Map([...versions].map(([key, { sha256 }]) => [key, sha256]));
  const altered =
    request.leaveOutAltered === true
      ? await alteredTickets({ archive, orgId, sealed }, asSealed.tickets, options.signal)
      : [];
  const unsound = new Set(altered.map(({ ticketId }) => ticketId));
  const leftOut = [...pinned.leftOut, ...asSealed.leftOut, ...altered];
  const tickets = asSealed.tickets.filter(({ ticketId }) => !unsound.has(ticketId));
  const plan = makePlan({
    plannedAt: now().toISOString(),
    source: {
      location: archive.location,
      region: cloud?.region ?? null,
      account: cloud?.account ?? null,
      ledgerHead: head,
    },
    tool,
    orgId,
    request,
    leftOut: leftOut.toSorted((a, b) => a.ticketId - b.ticketId),
    notSelected: { count: pinned.notSelected.length, tickets: rangesOf(pinned.notSelected) },
    tickets,
    keyEntries,
    people: people && (await pinPeople(archive, orgId, tickets, people, options.signal)),
  });
  if (plan.parts.length === 0)
    throw nothingToExport(archive, orgId, request, { ...pinned, leftOut: plan.leftOut });
  const { id, parts } = plan;
  const key = planKey(id);
  const created = await output.create(key, planBytes(plan));
  log.info("export.planned", {
    orgId,
    id,
    parts: parts.length,
    tickets: asSealed.tickets.length - altered.length,
    created,
  });
  if (created === "created") return plan;
  return readPlan(output, id);
}

/** @throws StoreError `no-such-export`, IntegrityError `plan-unreadable` */
export async function readPlan(output: Output, id: string): Promise<ExportPlan> {
  const bytes = await output.read(planKey(id));
  const where = `${output.location}/${planKey(id)}`;
  if (bytes === undefined)
    throw new StoreError("no-such-export", `There is no ${where}: plan the export first.`);
  return parsePlan(bytes, where);
}

/** The keys of a ticket's versions up to the pinned one, as the ledger names them. */
function versionKeys(orgId: number, { ticketId, version }: FoundVersion): string[] {
  return Array.from({ length: versionNumber(version) }, (_, index) =>
    versionKey({ orgId, ticketId, version: index + 1 }),
  );
}

/** A pinned version that was sealed with another inventory is not what was archived: it is left out, loudly. */
function withEntries(
  orgId: number,
  found: readonly FoundVersion[],
  sealed: ReadonlyMap<string, FirstSeal>,
): { tickets: PinnedTicket[]; leftOut: LeftOut[] } {
  const tickets: PinnedTicket[] = [];
  const leftOut: LeftOut[] = [];
  for (const ticket of found) {
    const entries = versionKeys(orgId, ticket).map((key) => sealed.get(key));
    const head = entries.at(-1);
    if (head === undefined || head.sha256 === ticket.inventorySha256) {
      tickets.push({ ...ticket, ledgerEntries: entries.map((entry) => entry?.sequence ?? null) });
    } else {
      const { ticketId, version } = ticket;
      const message = `The inventory of version ${version} is not the one that entry ${head.sequence} of the ledger sealed. Run \`ticketvault verify\`.`;
      leftOut.push({ ticketId, reason: "not-as-sealed", message });
    }
  }
  return { tickets, leftOut };
}

function nothingToExport(
  { location }: ObjectStore,
  orgId: number,
  { selection }: ExportRequest,
  { leftOut, notSelected }: Pick<Pinned, "leftOut" | "notSelected">,
): StoreError {
  const [first] = leftOut;
  const what =
    first === undefined
      ? `of ${notSelected.length} tickets of account ${orgId}, none is one ${selectionInWords(selection)}`
      : `of the ${leftOut.length} tickets asked for, none can be exported (${first.ticketId}: ${first.message})`;
  return new StoreError("not-archived", `${location}: ${what}. Nothing was exported.`);
}
