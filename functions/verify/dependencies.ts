/** What the `verify` function works with; `wiring.ts` makes it. */
import type { HoldRegister } from "../../shared/holds/hold-register.ts";
import type { PublicKey } from "../../shared/ledger/public-key.ts";
import type { Logger } from "../../shared/log.ts";
import type { Tree } from "../../shared/ocfl/tree.ts";

export interface VerifyDependencies {
  /** The account whose vault is verified. */
  readonly orgId: number;
  readonly tree: Tree;
  /** The records of legal holds. */
  readonly holds: Pick<HoldRegister, "list">;
  /** The key that signs the ledger, from where the ledger is not. */
  readonly publicKey: () => Promise<PublicKey>;
  readonly log: Logger;
  readonly now: () => Date;
  /** At most so many tickets a run (2,000 by default). */
  readonly most?: number;
  /** 0 to 1, for the order of the tickets. */
  readonly random?: () => number;
  /** Lets some time pass before what seems to be wrong is looked at again. */
  readonly wait?: () => Promise<void>;
}
