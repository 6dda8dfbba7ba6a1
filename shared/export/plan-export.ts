/** The first step of an export: pins the versions, asks the ledger for them, and writes the plan down. */

import type { AskedOf, FoundInTicket } from "../asked-question.ts";
import { StoreError } from "../errors.ts";
import { versionKey } from "../keys.ts";
import { type FirstSeal, firstSeals, type Sealed, type SealedVersions } from "../ledger/sealed-entries.ts";
import type { Logger } from "../log.ts";
import { versionNumber } from "../ocfl/inventory.ts";
import type { People } from "../people.ts";
import { rangesOf } from "../ranges.ts";
import type { ObjectStore } from "../store/object-store.ts";
import type { Output } from "../store/output.ts";
import { storeTree } from "../store/store-tree.ts";
import { againstLedger, lookedAgain, suspects } from "./against-ledger.ts";
import { alteredTickets } from "./altered-tickets.ts";
import { planKey } from "./keys.ts";
import { type Pinned, type PinOptions, pinVersions } from "./pin.ts";
import { pinCheckpoint } from "./pin-checkpoint.ts";
import { pinPeople } from "./pin-people.ts";
import { type ExportPlan, type LeftOut, makePlan, type PinnedTicket, parsePlan, planBytes } from "./plan.ts";
import { MISSING } from "./reasons.ts";
import type { ExportRequest } from "./request.ts";
import { type Selection, selectionInWords } from "./selection.ts";

export interface ExportDependencies {
  readonly archive: ObjectStore;
  readonly output: Output;
  readonly log: Logger;
  readonly now: () => Date;
  /** Name and version of this program. */
  readonly tool: string;
  /** Names of people at hand; those whom the tickets name are pinned in the plan. */
  readonly people?: People | undefined;
  /** What the question of the request found; undefined where it has none. */
  readonly answer?: QuestionAnswer | undefined;
  /** Where in the cloud the archive is, as far as that is known. */
  readonly cloud?: { readonly region: string | undefined; readonly account: string | undefined } | undefined;
}

interface QuestionAnswer {
  readonly askedOf: AskedOf;
  readonly found: ReadonlyMap<number, FoundInTicket>;
}

/**
 * Plans an export. The same request over the same versions gives the plan that is there already.
 * @throws StoreError `not-archived` or `sealed-but-missing` when there is nothing to export; UsageError as `makePlan`; and
 *   as the stores do
 */
export async function planExport(
  { archive, output, log, now, tool, people, answer, cloud }: ExportDependencies,
  orgId: number,
  request: ExportRequest,
  options: PinOptions = {},
): Promise<ExportPlan> {
  const found = await findTickets(archive, orgId, request, options);
  if (found.tickets.length === 0) throw nothingToExport(archive, orgId, request, found);
  const { versions, keyEntries, checkpoints, head, heartbeats } = found;
  const altered =
    request.leaveOutAltered === true
      ? await alteredTickets(
          { archive, orgId, sealed: digestsOf(orgId, versions) },
          found.tickets,
          options.signal,
        )
      : [];
  const unsound = new Set(altered.map(({ ticketId }) => ticketId));
  const leftOut = [...found.leftOut, ...altered];
  const tickets = found.tickets
    .filter(({ ticketId }) => !unsound.has(ticketId))
    .map((pinned) => ({ ...pinned, ...foundIn(pinned, answer) }));
  const plan = makePlan({
    plannedAt: now().toISOString(),
    source: {
      location: archive.location,
      region: cloud?.region ?? null,
      account: cloud?.account ?? null,
      ledgerHead: head,
      ...(answer !== undefined && { askedOf: answer.askedOf }),
      heartbeats,
    },
    tool,
    orgId,
    request,
    leftOut: leftOut.toSorted((a, b) => a.ticketId - b.ticketId),
    notSelected: { count: found.notSelected.length, tickets: rangesOf(found.notSelected) },
    tickets,
    keyEntries,
    checkpoint: await pinCheckpoint(archive, orgId, tickets, checkpoints),
    people: people && (await pinPeople(archive, orgId, tickets, people, options.signal)),
  });
  if (plan.parts.length === 0)
    throw nothingToExport(archive, orgId, request, { ...found, leftOut: plan.leftOut });
  const { id, parts } = plan;
  const key = planKey(id);
  const created = await output.create(key, planBytes(plan));
  log.info("export.planned", {
    orgId,
    id,
    parts: parts.length,
    tickets: found.tickets.length - altered.length,
    created,
  });
  if (created === "created") return plan;
  return readPlan(output, id);
}

function foundIn({ ticketId }: PinnedTicket, answer: QuestionAnswer | undefined): Partial<PinnedTicket> {
  const found = answer?.found.get(ticketId);
  return found === undefined ? {} : { found };
}

/** @throws StoreError `no-such-export`, IntegrityError `plan-unreadable` */
export async function readPlan(output: Output, id: string): Promise<ExportPlan> {
  const bytes = await output.read(planKey(id));
  const where = `${output.location}/${planKey(id)}`;
  if (bytes === undefined)
    throw new StoreError("no-such-export", `There is no ${where}: plan the export first.`);
  return parsePlan(bytes, where);
}

interface Found extends Pick<Pinned, "notSelected">, Sealed {
  readonly tickets: readonly PinnedTicket[];
  readonly leftOut: readonly LeftOut[];
}

/** The tickets as the archive has them, each with the ledger's word; what seems to contradict is looked at again. */
async function findTickets(
  archive: ObjectStore,
  orgId: number,
  request: ExportRequest,
  options: PinOptions,
): Promise<Found> {
  const { selection } = request;
  const first = await pinVersions(archive, orgId, request, options);
  const known = new Map(first.tickets.map(({ ticketId, version }) => [ticketId, versionNumber(version)]));
  const asked = selection.tickets && new Set(selection.tickets);
  const others = new Set(first.notSelected);
  const isAsked = (ticketId: number): boolean => !others.has(ticketId) && asked?.has(ticketId) !== false;
  const { signal } = options;
  const sealed = await firstSeals(storeTree(archive), orgId, { known, isAsked }, signal);
  const tickets = suspects(first, within(selection, sealed.versions));
  const again = await pinVersions(
    archive,
    orgId,
    { ...request, selection: { ...selection, tickets } },
    { signal },
  );
  const pinned = lookedAgain(first, again);
  const { notSelected } = pinned;
  return { ...sealed, ...againstLedger(pinned, sealed.versions), notSelected };
}

/** Without what was all sealed before the span of archiving that is asked for: it was archived before that, too. */
function within({ archivedFrom }: Selection, versions: SealedVersions): SealedVersions {
  if (archivedFrom === undefined) return versions;
  const isInSpan = ({ time }: FirstSeal): boolean => time >= archivedFrom;
  return new Map([...versions].filter(([, seals]) => [...seals.values()].some(isInSpan)));
}

/** SHA-256 of the inventories that were sealed, by their keys. */
function digestsOf(orgId: number, versions: SealedVersions): Map<string, string> {
  const digests = new Map<string, string>();
  for (const [ticketId, seals] of versions)
    for (const [version, { sha256 }] of seals) digests.set(versionKey({ orgId, ticketId, version }), sha256);
  return digests;
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
  const code = leftOut.some(({ reason }) => reason === MISSING) ? MISSING : "not-archived";
  return new StoreError(code, `${location}: ${what}. Nothing was exported.`);
}
