/** What the `api` function works with; `wiring.ts` makes it. */
import type { HoldBook } from "../../shared/holds/hold-book.ts";
import type { HoldQueue } from "../../shared/holds/hold-queue.ts";
import type { Logger } from "../../shared/log.ts";
import type { RequestQueue } from "../../shared/requests/request-queue.ts";
import type { ObjectStore } from "../../shared/store/object-store.ts";
import type { LinkSigner } from "../../shared/store/s3-presign.ts";
import type { Archive } from "../common/archiver.ts";
import type { OpenExports } from "./exports.ts";

/** The archive as it is read, and the means to hand its files out. */
export interface OpenArchive {
  readonly store: ObjectStore;
  readonly link: LinkSigner;
}

/** The legal holds' records, and the queue of those to be applied. */
export interface OpenHolds {
  readonly book: HoldBook;
  readonly queue: HoldQueue;
}

export interface ApiDependencies {
  /** The account whose tickets these are. */
  readonly orgId: number;
  readonly queue: RequestQueue;
  /** Opened with the first question for a ticket: loading the S3 client is most of a cold start. */
  readonly openArchive: () => Promise<OpenArchive>;
  /**
   * Archives within the call and announces the receipt, as the `archive` function does. It is loaded with the first such
   * call, since most calls only queue.
   */
  readonly archiveNow: Archive;
  /** Opened with the first question for a hold. */
  readonly openHolds: () => Promise<OpenHolds>;
  /** Opened with the first question for an export. */
  readonly openExports: () => Promise<OpenExports>;
  readonly log: Logger;
}
