/** The function `hold`, and what brings it the tickets whose legal hold is to be brought level with the records. */
import type { Construct } from "constructs";
import { ENV } from "../shared/names.ts";
import { acknowledgeWildcard } from "./acknowledge.ts";
import { eventSource } from "./event-source.ts";
import { type OurFunction, ourFunction } from "./function.ts";
import { applyHolds, archiveFiles, holdMarks } from "./grants.ts";
import { LONG_TIMEOUT, MEMORY } from "./limits.ts";
import type { Parts } from "./parts.ts";
import { holdRecords } from "./record-places.ts";
import { take } from "./statements.ts";
import { storeEnvironment } from "./store-environment.ts";

export function holdFunction(scope: Construct, parts: Parts): OurFunction {
  const { config, holds, serviceKey } = parts;
  const hold = ourFunction(scope, "HoldFunction", {
    name: "hold",
    description: "Sets and releases the legal hold of tickets' files.",
    timeout: LONG_TIMEOUT,
    memory: MEMORY.hold,
    environment: { ...storeEnvironment(parts), [ENV.holdQueueUrl]: holds.queue.queueUrl },
    statements: [...applyHolds(parts), take("TakeHolds", holds.queue)],
    logs: config.logs,
    logKey: serviceKey,
  });
  const reason =
    "Which tickets come under which matters is known only when somebody asks for it; the account's folder is the narrowest that can be said beforehand.";
  acknowledgeWildcard(hold.policy, archiveFiles(parts), reason);
  acknowledgeWildcard(hold.policy, holdRecords(parts), reason);
  acknowledgeWildcard(hold.policy, holdMarks(parts), reason);
  eventSource(scope, "HoldsToHold", {
    target: hold,
    queue: holds.queue,
    // One message is a change of a matter, with all files of all its tickets.
    batchSize: 1,
    maxConcurrency: config.concurrency.holds,
  });
  return hold;
}
