/** Says why functions read all of an account's archive and ledger. */
import { acknowledgeWildcard } from "./acknowledge.ts";
import type { OurFunction } from "./function.ts";
import { archiveFiles, ledgerFiles } from "./grants.ts";
import type { Parts } from "./parts.ts";

export function explainReading({ policy }: OurFunction, parts: Parts): void {
  const reason =
    "All versions of one account and all entries of its ledger, which are numbered as they come; the folder is the narrowest that can be said beforehand.";
  acknowledgeWildcard(policy, archiveFiles(parts), reason);
  acknowledgeWildcard(policy, ledgerFiles(parts), reason);
}
