/** The three queues of work: tickets to archive, holds to apply, versions to seal. */
import { Duration } from "aws-cdk-lib";
import type { Construct } from "constructs";
import { ARCHIVE_TIMEOUT, LONG_TIMEOUT, SEAL_TIMEOUT } from "./limits.ts";
import { type WorkQueue, workQueue } from "./queues.ts";

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
    }),
    holds: workQueue(scope, {
      id: "Holds",
      deadLettersId: "HoldDeadLetters",
      name: "holds",
      timeout: LONG_TIMEOUT,
    }),
    commits: workQueue(scope, {
      id: "Commits",
      deadLettersId: "CommitDeadLetters",
      name: "commits",
      timeout: SEAL_TIMEOUT,
      batchingWindow: SEAL_WINDOW,
    }),
  };
}
