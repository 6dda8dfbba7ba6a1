/** What the `seal` function works with; `wiring.ts` makes it. */
import type { SealNoticesDependencies } from "../../shared/seal/seal-notices.ts";
import type { Signer } from "../../shared/seal/signer.ts";

export interface SealDependencies extends SealNoticesDependencies {
  /** The account whose ledger beats. */
  readonly orgId: number;
  readonly signer: Signer;
}
