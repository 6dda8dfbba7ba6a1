/** What the `sync` function works with; `wiring.ts` makes it. */
import type { Logger } from "../../shared/log.ts";
import type { RequestQueue } from "../../shared/requests/request-queue.ts";
import type { ObjectStore } from "../../shared/store/object-store.ts";
import type { TicketIndex } from "../../shared/sync/ticket-index.ts";

export interface SyncDependencies {
  readonly orgId: number;
  readonly index: TicketIndex;
  /** The first number that is asked for. */
  readonly from: number;
  /** Calls of a day that are ours. */
  readonly callsPerDay: number;
  /** What is left of them, as `SyncOptions` has it. */
  readonly leftOfDay: () => Promise<number>;
  readonly queue: Pick<RequestQueue, "sendAll">;
  /** Messages in the queue, whoever sent them. */
  readonly waiting: () => Promise<number>;
  /** The archive, from which the index is made anew, and beside which censuses are kept. */
  readonly openStore: () => Promise<ObjectStore>;
  readonly log: Logger;
  readonly now: () => Date;
}
