/** What the `seal` function works with; `wiring.ts` makes it. */
import type { SealNoticesDependencies } from "../../shared/seal/seal-notices.ts";
import type { Signer } from "../../shared/seal/signer.ts";
import type { Outside } from "../../shared/seal/tell-outside.ts";

export interface SealDependencies extends SealNoticesDependencies {
  /** The account whose ledger beats. */
  readonly orgId: number;
  readonly signer: Signer;
  /** Who remembers the ledger elsewhere. */
  readonly outside: Outside;
}
