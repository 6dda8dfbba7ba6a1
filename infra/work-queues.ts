/** The three queues of work: tickets to archive, holds to apply, versions to seal. */
import { Duration } from "aws-cdk-lib";
import type { Construct } from "constructs";
import { ARCHIVE_TIMEOUT, LONG_TIMEOUT, SEAL_TIMEOUT } from "./limits.ts";
import { type WorkQueue, workQueue } from "./queues.ts";

/** SQS's most: the function gives requests up by their age (`functions/archive/verdict.ts`). Only what crashes it each time gets here. */
const AS_MANY_AS_MAY_BE = 1000;
const MAX_RECEIVES = 8;

/** Notices that come close together are sealed by one entry: of each version there are two. */
export const SEAL_WINDOW = Duration.minutes(5);

export interface WorkQueues {
  /** Every trigger ends in it. */
  readonly requests: WorkQueue;
  /** Tickets whose legal hold is to be brought level with the records. */
  readonly holds: WorkQueue;
  /** S3's notices of new versions. */
  readonly commits: WorkQueue;
}

export function workQueues(scope: Construct): WorkQueues {
  return {
    requests: workQueue(scope, {
      id: "Requests",
      deadLettersId: "DeadLetters",
      name: "requests",
      timeout: ARCHIVE_TIMEOUT,
      maxReceives: AS_MANY_AS_MAY_BE,
    }),
    holds: workQueue(scope, {
      id: "Holds",
      deadLettersId: "HoldDeadLetters",
      name: "holds",
      timeout: LONG_TIMEOUT,
      // With 90 minutes between them; each message is sent a second time after 15 minutes in any case.
      maxReceives: 5,
    }),
    commits: workQueue(scope, {
      id: "Commits",
      deadLettersId: "CommitDeadLetters",
      name: "commits",
      timeout: SEAL_TIMEOUT,
      batchingWindow: SEAL_WINDOW,
      maxReceives: MAX_RECEIVES,
    }),
  };
}
