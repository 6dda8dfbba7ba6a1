/** What the `archive` function works with; `wiring.ts` makes it. */
import type { Logger } from "../../shared/log.ts";
import type { EventPublisher } from "../../shared/requests/announce.ts";
import type { ReceivedMessages, RequestQueue } from "../../shared/requests/request-queue.ts";
import type { IndexKeeper } from "../../shared/sync/keep-index.ts";
import type { Archive } from "../common/archiver.ts";

export interface ArchiveDependencies {
  /** The account whose tickets are archived here. */
  readonly orgId: number;
  /** `archiveTicket`, with its dependencies. */
  readonly archive: Archive;
  readonly events: EventPublisher;
  readonly messages: ReceivedMessages;
  /** Told of what was given up; of all else the archive flow tells it. */
  readonly index: Pick<IndexKeeper, "failed" | "told">;
  /** Takes the requests of a message that asks for many tickets. */
  readonly queue: Pick<RequestQueue, "sendAll">;
  readonly log: Logger;
  /** In ms, kept for handing unfinished messages back before Lambda's kill; 10 s by default. */
  readonly reserveMs?: number;
  /** 0 to 1: the part of the working time that is kept for committing what was taken in the rest; a fifth by default. */
  readonly forCommitting?: number;
  /** 0 to 1, for the waits between tries. */
  readonly random?: () => number;
}
