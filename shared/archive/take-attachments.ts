/** Gets every attachment of a ticket into the staging area, or finds it stored already, or says why it cannot be had. */
import pRetry from "p-retry";
import { TransferError } from "../errors.ts";
import { forAll } from "../for-all.ts";
import { type Doubt, DoubtfulTransfer } from "../leadsquared/doubts.ts";
import type { FetchOptions, Transfer } from "../leadsquared/transfer.ts";
import type { Logger } from "../log.ts";
import type { StagedFile } from "../store/object-store.ts";
import type { Outcome } from "../ticket/assemble.ts";
import { NOT_IN_TIME } from "../ticket/document.ts";
import type { DraftAttachment } from "../ticket/read-attachments.ts";
import { isSettled, judged, reusableIdentity, stagedName } from "./doubtful-files.ts";
import type { ObjectPlace } from "./place.ts";
import type { UrlBook } from "./url-book.ts";

const AT_ONCE = 4;
const RETRIES = 2;
/** Signed URLs that one try takes, should each be dead on arrival: the one at hand and two fresh ones. */
const URLS = 3;
/** A claim must not rest on files that staging is about to be emptied of (30 days). */
const REUSED_FOR_MS = 20 * 24 * 60 * 60 * 1000;

/** Starts the transfer from one signed URL, after checking the URL. Throws a TransferError where it cannot. */
export type OpenTransfer = (
  url: string,
  attachment: DraftAttachment,
  options: Pick<FetchOptions, "signal" | "suspected">,
) => Promise<Transfer>;

export interface TakeDependencies {
  readonly place: ObjectPlace;
  readonly urls: UrlBook;
  readonly open: OpenTransfer;
  readonly log: Logger;
  /** Wait in ms before the first further try of a broken transfer; twice that before the next. */
  readonly backoffMs: number;
  readonly signal: AbortSignal | undefined;
  /** Whether the last version is so old that doubtful attachments are taken again. */
  readonly doubtsRested: boolean;
  /** When it is aborted, what is under way is broken off, and all that is left fails as `not-in-time`. */
  readonly timeOver: AbortSignal | undefined;
}

export interface Taken {
  /** What became of each attachment, by identity. */
  readonly outcomes: ReadonlyMap<string, Outcome>;
  /** The staged files among them, this run's and earlier ones'. */
  readonly staged: readonly StagedFile[];
  /** Downloaded by this run. */
  readonly downloaded: number;
  readonly downloadedBytes: number;
}

/**
 * Each distinct attachment, a few at once: from the head version (`stored`, what it says of each, by identity), from what
 * an earlier run staged, else from its signed URL.
 * @throws what the store or LeadSquared's API throws; a failed transfer is an outcome
 */
export async function takeAttachments(
  attachments: readonly DraftAttachment[],
  stored: ReadonlyMap<string, Outcome>,
  dependencies: TakeDependencies,
): Promise<Taken> {
  const { place, signal } = dependencies;
  const outcomes = new Map<string, Outcome>();
  const wanted = new Map<string, DraftAttachment>();
  for (const attachment of attachments) {
    const known = stored.get(attachment.identity);
    if (known && isSettled(known, dependencies.doubtsRested)) outcomes.set(attachment.identity, known);
    else wanted.set(attachment.identity, attachment);
  }
  if (wanted.size === 0) return { outcomes, staged: [], downloaded: 0, downloadedBytes: 0 };

  const earlier = new Map<string, StagedFile>();
  for (const file of await place.store.listStaged(place.area)) {
    const identity = reusableIdentity(file.identity);
    if (identity !== undefined && Date.now() - file.stagedAt < REUSED_FOR_MS) earlier.set(identity, file);
  }
  const staged: StagedFile[] = [];
  const downloads: StagedFile[] = [];
  await forAll(
    inOrder([...wanted.values()], stored),
    AT_ONCE,
    async (attachment, stop) => {
      const found = earlier.get(attachment.identity);
      const result = found ?? (await download(attachment, { ...dependencies, signal: stop }));
      if (typeof result === "string") {
        // A failure that fails otherwise now is still the same failure: no new version for that.
        const before = stored.get(attachment.identity);
        const kept = before !== undefined && triedBefore(before) ? before : undefined;
        outcomes.set(attachment.identity, kept ?? { status: "failed", reason: result });
        return;
      }
      staged.push(result);
      if (found === undefined) downloads.push(result);
      outcomes.set(attachment.identity, judged(result, stored.get(attachment.identity)));
    },
    signal,
  );
  const downloadedBytes = downloads.reduce((sum, { size }) => sum + size, 0);
  return { outcomes, staged, downloaded: downloads.length, downloadedBytes };
}

/**
 * What was tried to its end before comes last, and the larger after the smaller: where time is short, neither what fails
 * slowly nor what is too large for it keeps the others from being taken, in this run or any later one.
 */
function inOrder(
  wanted: readonly DraftAttachment[],
  stored: ReadonlyMap<string, Outcome>,
): readonly DraftAttachment[] {
  const turn = ({ identity }: DraftAttachment): number => {
    const before = stored.get(identity);
    return before !== undefined && triedBefore(before) ? 1 : 0;
  };
  const size = ({ described }: DraftAttachment): number => described.declaredSize || Number.MAX_VALUE;
  return wanted.toSorted((one, other) => turn(one) - turn(other) || size(one) - size(other));
}

function triedBefore(outcome: Outcome): boolean {
  return outcome.status !== "failed" || outcome.reason !== NOT_IN_TIME;
}

/** Stages one attachment, or gives the reason why not. */
async function download(
  attachment: DraftAttachment,
  { place, urls, open, log, backoffMs, signal: stop, timeOver }: TakeDependencies,
): Promise<StagedFile | string> {
  const signal = AbortSignal.any([stop, timeOver].filter((each) => each !== undefined));
  const { sourceUrl } = attachment.described;
  let suspected: readonly Doubt[] = [];
  let forbidden = 0;
  /** Whether the same try goes on after an error: with a fresh URL, or with the bytes kept for what they are. */
  const goesOn = async (error: unknown, url: string): Promise<boolean> => {
    if (error instanceof DoubtfulTransfer) {
      suspected = error.doubts;
      return true;
    }
    if (!(error instanceof TransferError) || sourceUrl === null) return false;
    // What nobody explains gets one fresh URL: a proxy's refusal stays the same with all of them.
    if (error.code === "forbidden") forbidden += 1;
    const renewable = error.code === "expired" || (error.code === "forbidden" && forbidden === 1);
    if (!renewable || !(await urls.refresh(sourceUrl, url))) return false;
    log.info("attachment.url-renewed", { attachment: logName(attachment) });
    return true;
  };
  const attempt = async (): Promise<StagedFile | string> => {
    let last = "expired";
    for (let tries = 0; tries < URLS; tries += 1) {
      if (sourceUrl === null) return "no-url";
      const url = urls.get(sourceUrl);
      if (url === undefined) return "gone";
      try {
        const transfer = await open(url, attachment, { signal, suspected });
        return await stageFrom(transfer, place, attachment.identity);
      } catch (error) {
        if (!(await goesOn(error, url))) throw error;
        last = (error as TransferError).code;
      }
    }
    return last;
  };
  try {
    return await pRetry(attempt, {
      retries: RETRIES,
      minTimeout: backoffMs,
      randomize: true,
      signal,
      shouldRetry: ({ error }) => error instanceof TransferError && error.retryable,
    });
  } catch (error) {
    const reason = failureReason(error, timeOver);
    if (reason === undefined) throw error;
    log.warn("attachment.failed", { attachment: logName(attachment), reason });
    return reason;
  }
}

function failureReason(error: unknown, timeOver: AbortSignal | undefined): string | undefined {
  if (timeOver?.aborted && error === timeOver.reason) return NOT_IN_TIME;
  return error instanceof TransferError ? error.code : undefined;
}

async function stageFrom(
  transfer: Transfer,
  { store, area }: ObjectPlace,
  identity: string,
): Promise<StagedFile> {
  try {
    return await store.stage(area, stagedName(identity, transfer), transfer.body);
  } finally {
    transfer.close();
  }
}

/** File names are the customer's words: logs name an attachment by the beginning of its identity. */
function logName({ identity }: DraftAttachment): string {
  return identity.slice(0, 16);
}
