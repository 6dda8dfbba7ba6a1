/** Archives one ticket: the whole flow, top to bottom. */
import { StoreError } from "../errors.ts";
import type { Account } from "../leadsquared/account.ts";
import type { LeadSquaredClient } from "../leadsquared/client.ts";
import type { RunOptions } from "../leadsquared/pacer.ts";
import { attachmentUrlTest } from "../leadsquared/url-guard.ts";
import type { Logger } from "../log.ts";
import { LOG_EVENTS } from "../names.ts";
import { headState, nextVersion } from "../ocfl/inventory.ts";
import { once } from "../once.ts";
import type { ObjectStore } from "../store/object-store.ts";
import type { Outcome } from "../ticket/assemble.ts";
import { sourceChanges } from "../ticket/changes.ts";
import { attachmentsToAsk, merge } from "../ticket/merge.ts";
import { isEmptied, isEmpty } from "../ticket/normalize.ts";
import type { IsOwn } from "../ticket/shown-content.ts";
import { storedAttachments, unchangedDocument } from "../ticket/stored.ts";
import { acceptedAttachments } from "./acceptance.ts";
import { lastOwn } from "./another-program.ts";
import { askForTicket, type TicketAnswer } from "./ask.ts";
import { againIfDamaged } from "./damaged-staging.ts";
import type { DetailsReader } from "./details.ts";
import { doubtsRested } from "./doubtful-files.ts";
import { type AcceptanceReader, acceptanceReader } from "./find-acceptance.ts";
import { finishFirstClaim, readHead } from "./head.ts";
import { isListed, listedIn } from "./listed.ts";
import { type NewVersion, notBefore, writeVersion } from "./new-version.ts";
import { newsOf } from "./news.ts";
import { type Head, type ObjectPlace, ticketPlace } from "./place.ts";
import { readTicket } from "./read-ticket.ts";
import { emptyReceipt, logFields, type Receipt, type Result, receipt, standing } from "./receipt.ts";
import { type ArchiveRequest, checkedRequest } from "./request.ts";
import { type OnSeen, seenTicket } from "./seen-ticket.ts";
import { type OpenTransfer, takeAttachments } from "./take-attachments.ts";
import { isUnstable, restlessness, restMs } from "./unstable.ts";
import { urlBook } from "./url-book.ts";
import { confirmEmptied } from "./witness.ts";

export interface ArchiveDependencies {
  readonly account: Account;
  readonly client: LeadSquaredClient;
  readonly details: DetailsReader;
  readonly openTransfer: OpenTransfer;
  readonly store: ObjectStore;
  readonly log: Logger;
  readonly now: () => Date;
  /** Whether a ticket is under a matter: its versions are written under legal hold then. */
  readonly isHeld: (ticketId: number) => Promise<boolean>;
  /** Told what each run saw, for the indexes of tickets and of words. */
  readonly onSeen?: OnSeen | undefined;
  /** Wait in ms before a broken download is tried again (500 by default). */
  readonly backoffMs?: number | undefined;
}

export interface ArchiveOptions extends RunOptions {
  /**
   * Aborted when enough time was spent on attachments: what is not stored by then fails as `not-in-time`, and the version
   * is committed without it. Without this, a run whose `signal` is aborted meanwhile commits nothing.
   */
  readonly attachmentsOver?: AbortSignal | undefined;
}

/** Each round that ends without a version lets another run's version through, so rounds are few. */
const ROUNDS = 50;

/**
 * Brings the archive of one ticket level with LeadSquared. Doing it again is free; being killed anywhere is harmless.
 * @throws UsageError for a request that is not of this account; LeadSquaredError, StoreError, IntegrityError: the last
 *   version is as it was, and running again goes on
 */
export async function archiveTicket(
  dependencies: ArchiveDependencies,
  request: ArchiveRequest,
  options: ArchiveOptions = {},
): Promise<Receipt> {
  const { account, store, log } = dependencies;
  const { orgId, ticketId } = checkedRequest(request, account.orgId);
  const place = ticketPlace(store, orgId, ticketId);
  const acceptance = acceptanceReader(store, { orgId, ticketId }, log);
  const started = performance.now();
  log.info("archive.started", { orgId, ticketId });
  const isOwn = attachmentUrlTest(account.attachmentHosts);
  const run = { ...dependencies, ...options, request, place, acceptance, isOwn };
  for (let round = 1; round <= ROUNDS; round += 1) {
    options.signal?.throwIfAborted();
    const result = await againIfDamaged(archiveOnce(run), { round, ticketId, log });
    if (result === "again") continue;
    const done =
      result === "empty"
        ? emptyReceipt(request)
        : receipt(request, `${store.location}/${place.object}`, result, await acceptance(result.document));
    const seen = result === "empty" ? undefined : result;
    await dependencies.onSeen?.(seenTicket(done, seen), seen);
    const durationMs = Math.round(performance.now() - started);
    log.info(LOG_EVENTS.completed, { ...logFields(done), round, durationMs });
    return done;
  }
  const text = `ticket ${ticketId} got ${ROUNDS} versions from others while it was archived; run again`;
  throw new StoreError("contended", text, { retryable: true });
}

interface Run extends ArchiveDependencies, ArchiveOptions {
  readonly request: ArchiveRequest;
  readonly place: ObjectPlace;
  readonly acceptance: AcceptanceReader;
  readonly isOwn: IsOwn;
}

/**
 * One round; `again` when another run published first. The head is read before LeadSquared is asked, and a version is
 * claimed only right above that head: so each version was asked for after the one before it was published, and a slow
 * run never puts an older answer on top of a newer one.
 */
async function archiveOnce(run: Run): Promise<Result | "empty" | "again"> {
  const { request, place, signal, attachmentsOver } = run;
  const head = await readHead(place);
  if (head) await leaveAlone(run, head);

  const ask = (until = signal) => askForTicket(run.client, place, request, { ...run, signal: until });
  const answer = head ? await ask() : await askForFirst(run, ask);
  const listed = await listedIn(run, answer);
  const announced = new Set(answer.urls.keys());
  const askDetails = once(() => run.details.ask(request.ticketId, listed.received > 0, run));
  // Of a ticket that has a description alone, nothing but its details tells.
  if (!head && isEmpty(listed) && (await askDetails()).source === undefined) {
    return (await finishFirstClaim(await placeToWrite(run, undefined))) ? "again" : "empty";
  }
  const base = head && (await lastOwn(head));
  const same = head?.isOwn ? unchangedDocument(listed, headState(head.inventory), announced) : undefined;
  if (head && same && !run.details.isWanted(same)) return standing(head, same, false);

  const last = same ?? (base && (await readTicket(place, base)));
  if (last && isEmptied(last, listed))
    await confirmEmptied(run, request, (witness) => isListed(run, witness));
  const version = nextVersion(head?.inventory);
  const merged = merge(last, listed, version, announced);
  const stored: ReadonlyMap<string, Outcome> = last ? storedAttachments(last) : new Map();
  const whileTaking = AbortSignal.any([signal, attachmentsOver].filter((each) => each !== undefined));
  const accepted = last && acceptedAttachments(last, await run.acceptance(last));
  const wanted = attachmentsToAsk(merged, announced).filter(({ path }) => !accepted?.has(path));
  const taken = await takeAttachments(wanted, stored, {
    place,
    urls: urlBook(answer.urls, async () => (await ask(whileTaking)).urls),
    open: run.openTransfer,
    log: run.log,
    backoffMs: run.backoffMs ?? 500,
    signal,
    timeOver: attachmentsOver,
    doubtsRested: head === undefined || doubtsRested(head.inventory, run.now()),
  });
  const outcomes = new Map([...stored, ...taken.outcomes]);
  const { isWanted } = run.details;
  const { isNew, document, details } = await newsOf(
    { merged, last, version, outcomes },
    { isWanted, ask: askDetails },
  );
  if (head?.isOwn && !isNew) return standing(head, document, isUnstable(head.inventory, document, run.now()));
  const next = { request, head, base, last, document, source: answer.source, details, taken };
  return publish(run, { ...next, created: notBefore(head, run.now()) });
}

async function publish(run: Run, next: NewVersion): Promise<Result | "again"> {
  const { inventory, inventorySha256, changes, message } = await writeVersion(run.place, next, async () => {
    const target = await placeToWrite(run, next.head);
    run.signal?.throwIfAborted();
    return target;
  });
  if (inventorySha256 === undefined) return "again";
  const { document, taken, created } = next;
  const { downloaded, downloadedBytes } = taken;
  return {
    outcome: "archived",
    version: inventory.head,
    created: created.toISOString(),
    inventorySha256,
    document,
    downloaded,
    downloadedBytes,
    changedAtSource: sourceChanges(changes),
    unstable: isUnstable(inventory, document, created),
    message,
  };
}

/** @throws LeadSquaredError for a ticket that is to be left alone today, unless it is asked for by hand */
async function leaveAlone({ request, place, now }: Run, { inventory, isOwn }: Head): Promise<void> {
  const waitMs = request.byHand || !isOwn ? 0 : restMs(inventory, now());
  if (waitMs === 0) return;
  const document = await readTicket(place, inventory);
  const error = restlessness(request.ticketId, inventory, document, { now: now(), waitMs });
  if (error !== undefined) throw error;
}

/** Without an answer nothing will be claimed, so that a claim on version 1 would not show: it is finished all the same. */
async function askForFirst(run: Run, ask: () => Promise<TicketAnswer>): Promise<TicketAnswer> {
  try {
    return await ask();
  } catch (error) {
    await finishFirstClaim(await placeToWrite(run, undefined));
    throw error;
  }
}

/**
 * Held from their first moment on: what was set held afterwards would not be, after a crash in between. The head alone
 * does not tell: a new ticket has none, and a run that began before the hold may have written one that is not held.
 */
async function placeToWrite({ place, isHeld, request }: Run, head: Head | undefined): Promise<ObjectPlace> {
  const known = head?.place ?? place;
  return (await isHeld(request.ticketId)) ? { ...known, store: known.store.underHold() } : known;
}
