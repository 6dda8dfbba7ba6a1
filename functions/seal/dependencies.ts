/** What the `seal` function works with; `wiring.ts` makes it. */
import type { SealNoticesDependencies } from "../../shared/seal/seal-notices.ts";

export interface SealDependencies extends SealNoticesDependencies {
  /** The account whose ledger beats. */
  readonly orgId: number;
}
