/** Says why functions read all of an account's archive, ledger and records. */
import { acknowledgeWildcard } from "./acknowledge.ts";
import type { OurFunction } from "./function.ts";
import { archiveFiles, ledgerFiles } from "./grants.ts";
import type { Parts } from "./parts.ts";
import { checkpointFiles, records } from "./record-places.ts";

export function explainReading({ policy }: OurFunction, parts: Parts): void {
  const reason =
    "All versions of one account and all entries of its ledger, which are numbered as they come; the folder is the narrowest that can be said beforehand.";
  acknowledgeWildcard(policy, archiveFiles(parts), reason);
  acknowledgeWildcard(policy, ledgerFiles(parts), reason);
}

/** The same of what is sealed beside the archive. */
export function explainRecords({ policy }: OurFunction, parts: Parts): void {
  const reason =
    "All entries of all matters, all that was accepted, all censuses and all productions of one account; the folder is the narrowest that can be said beforehand.";
  for (const files of records(parts)) acknowledgeWildcard(policy, files, reason);
  const ofCheckpoints = "All checkpoints of one account, numbered as they come, and their lists.";
  acknowledgeWildcard(policy, checkpointFiles(parts), ofCheckpoints);
}
