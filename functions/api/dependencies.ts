/** What the `api` function works with, which `wiring.ts` makes, and a call as its routes are given it. */
import type { ExportRequest } from "../../shared/export/request.ts";
import type { HoldQueue } from "../../shared/holds/hold-message.ts";
import type { HoldProgress } from "../../shared/holds/hold-progress.ts";
import type { HoldRegister } from "../../shared/holds/hold-register.ts";
import type { Logger } from "../../shared/log.ts";
import type { RequestQueue } from "../../shared/requests/request-queue.ts";
import type { Output } from "../../shared/store/output.ts";
import type { LinkSigner } from "../../shared/store/s3-presign.ts";
import type { IndexKeeper } from "../../shared/sync/keep-index.ts";
import type { Archive } from "../common/archiver.ts";
import type { HttpEvent } from "../common/http/event.ts";
import type { OpenArchive } from "../common/open-store.ts";

/** The legal holds' records, and the queue of those to be applied. */
export interface OpenHolds {
  readonly register: HoldRegister;
  readonly queue: HoldQueue;
  /** How far their changes have been applied. */
  readonly progress: HoldProgress;
}

/** An export under way or done. */
export interface ExportRun {
  readonly status: "running" | "succeeded" | "failed";
  /** Undefined until it has succeeded. */
  readonly exportId: string | undefined;
  /** Why it failed, as the step said it. */
  readonly failure: string | undefined;
}

/** Where exports run: the state machine. */
export interface ExportRuns {
  /** Starts one, and gives the name of the run. */
  start(request: ExportRequest): Promise<string>;
  find(run: string): Promise<ExportRun | undefined>;
}

export interface OpenExports {
  readonly runs: ExportRuns;
  readonly output: Output;
  /** Links to files of the output. */
  readonly link: LinkSigner;
}

export interface ApiDependencies {
  /** The account whose tickets these are. */
  readonly orgId: number;
  readonly queue: RequestQueue;
  /** Opened with the first question for a ticket: loading the S3 client is most of a cold start. */
  readonly openArchive: () => Promise<OpenArchive>;
  /**
   * Archives within the call, as the `archive` function does. It is loaded with the first such call, since most calls only
   * queue.
   */
  readonly archiveNow: Archive;
  /** The index of tickets, opened with the first ticket whose gaps are accepted. */
  readonly openIndex: () => Promise<Pick<IndexKeeper, "accepted">>;
  /** Opened with the first question for a hold. */
  readonly openHolds: () => Promise<OpenHolds>;
  /** Opened with the first question for an export. */
  readonly openExports: () => Promise<OpenExports>;
  readonly log: Logger;
}

/** A call of one of the routes. */
export interface Call {
  readonly event: HttpEvent;
  /** What stands in the places of the route's path, decoded. */
  readonly path: Readonly<Record<string, string>>;
  /** What is left of the function's time, in ms. */
  readonly remainingMs: () => number;
}
