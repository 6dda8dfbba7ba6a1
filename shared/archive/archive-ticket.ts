/** Archives one ticket: the whole flow, top to bottom. */
import { sha256Hex } from "../digest.ts";
import { StoreError } from "../errors.ts";
import type { Account } from "../leadsquared/account.ts";
import type { LeadSquaredClient } from "../leadsquared/client.ts";
import type { RunOptions } from "../leadsquared/pacer.ts";
import type { Logger } from "../log.ts";
import { LOG_EVENTS } from "../names.ts";
import { headState, nextInventory } from "../ocfl/inventory.ts";
import type { ObjectStore } from "../store/object-store.ts";
import { ticketDocument } from "../ticket/assemble.ts";
import { difference } from "../ticket/difference.ts";
import { ticketBytes } from "../ticket/document.ts";
import { heldAttachments, unchangedDocument, withHeldPaths } from "../ticket/held.ts";
import { attachmentsOf, normalize } from "../ticket/normalize.ts";
import { askForTicket, type TicketAnswer } from "./ask.ts";
import { finishFirstClaim, readHead } from "./head.ts";
import { type Head, type ObjectPlace, ticketPlace } from "./place.ts";
import { commitVersion } from "./publish.ts";
import { readTicket } from "./read-ticket.ts";
import { type Receipt, type Result, receipt } from "./receipt.ts";
import { type ArchiveRequest, checkedRequest } from "./request.ts";
import { type OpenTransfer, takeAttachments } from "./take-attachments.ts";
import { urlBook } from "./url-book.ts";

export interface ArchiveDependencies {
  readonly account: Account;
  readonly client: LeadSquaredClient;
  readonly openTransfer: OpenTransfer;
  readonly store: ObjectStore;
  readonly log: Logger;
  readonly now: () => Date;
  /** Whether a ticket is under a matter: its versions are written under legal hold then. */
  readonly isHeld: (ticketId: number) => Promise<boolean>;
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
  const started = performance.now();
  log.info("archive.started", { orgId, ticketId });
  for (let round = 1; round <= ROUNDS; round += 1) {
    options.signal?.throwIfAborted();
    const result = await archiveOnce({ ...dependencies, ...options, request, place });
    if (result === undefined) continue;
    const done = receipt(request, `${store.location}/${place.object}`, result);
    const { outcome, version, completeness } = done;
    const durationMs = Math.round(performance.now() - started);
    log.info(LOG_EVENTS.completed, { orgId, ticketId, outcome, version, completeness, round, durationMs });
    return done;
  }
  const text = `ticket ${ticketId} got ${ROUNDS} versions from others while it was archived; run again`;
  throw new StoreError("contended", text, { retryable: true });
}

interface Run extends ArchiveDependencies, ArchiveOptions {
  readonly request: ArchiveRequest;
  readonly place: ObjectPlace;
}

/**
 * One round; undefined when another run published first. The head is read before LeadSquared is asked, and a version
 * is claimed only right above that head: so each version was asked for after the one before it was published, and a
 * slow run never puts an older answer on top of a newer one.
 */
async function archiveOnce(run: Run): Promise<Result | undefined> {
  const { account, request, place, store, now, signal, attachmentsOver } = run;
  const head = await readHead(place);
  const state = head && headState(head.inventory);
  const nothingNew = { outcome: "unchanged", downloaded: 0, downloadedBytes: 0, message: "" } as const;

  const ask = (until = signal) =>
    askForTicket(run.client, place, request.ticketId, { ...run, signal: until });
  const { source, json, urls } = head ? await ask() : await askForFirst(run, ask);
  const received = normalize(json, {
    host: new URL(account.baseUrl).host,
    tenantId: account.tenantId,
    orgId: request.orgId,
    ticketId: request.ticketId,
  });

  const same = state && unchangedDocument(received, state);
  if (head && same) {
    return { ...nothingNew, version: head.inventory.head, inventorySha256: head.digest, document: same };
  }

  const whileTaking = AbortSignal.any([signal, attachmentsOver].filter((each) => each !== undefined));
  const last = head && (await readTicket(place, head.inventory));
  const draft = last ? withHeldPaths(received, last) : received;
  const taken = await takeAttachments(attachmentsOf(draft), last ? heldAttachments(last) : new Map(), {
    place,
    urls: urlBook(urls, async () => (await ask(whileTaking)).urls),
    open: run.openTransfer,
    log: run.log,
    backoffMs: run.backoffMs ?? 500,
    signal,
    timeOver: attachmentsOver,
  });
  const document = ticketDocument(draft, taken.outcomes);
  const bytes = ticketBytes(document);
  if (head && state?.get("ticket.json") === sha256Hex(bytes)) {
    return { ...nothingNew, version: head.inventory.head, inventorySha256: head.digest, document };
  }

  const ticketFile = await store.stage(place.area, "ticket.json", bytes);
  const sourceFile = await store.stage(place.area, "source.json", source);
  const message = difference(last, document);
  const next = nextInventory(head?.inventory, {
    id: place.id,
    created: now().toISOString(),
    message: `${message} Reason: ${request.reason}`,
    user: { name: request.requestedBy, address: `urn:leadsquared:${request.orgId}` },
    files: new Map([
      ...storedFiles(document),
      ["ticket.json", ticketFile.sha256],
      ["source.json", sourceFile.sha256],
    ]),
  });
  const target = await placeToWrite(run, head);
  signal?.throwIfAborted();
  const inventorySha256 = await commitVersion(target, head, next, [...taken.staged, ticketFile, sourceFile]);
  if (inventorySha256 === undefined) return undefined;
  const { downloaded, downloadedBytes } = taken;
  return {
    outcome: "archived",
    version: next.head,
    inventorySha256,
    document,
    downloaded,
    downloadedBytes,
    message,
  };
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

function storedFiles(document: Result["document"]): [path: string, sha256: string][] {
  return document.conversations
    .flatMap((conversation) => conversation.attachments)
    .flatMap((attachment) => (attachment.status === "stored" ? [[attachment.path, attachment.sha256]] : []));
}
