/** What the `verify` function works with; `wiring.ts` makes it. */
import type { HoldRegister } from "../../shared/holds/hold-register.ts";
import type { PublicKey } from "../../shared/ledger/public-key.ts";
import type { Logger } from "../../shared/log.ts";
import type { Tree } from "../../shared/ocfl/tree.ts";
import type { Outside } from "../../shared/verify/check-outside.ts";
import type { Rota } from "../../shared/verify/rota.ts";

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
  /** How often this runs, and in how many days everything has its turn. */
  readonly rota: Rota;
  /** What stands outside of the vault's account; nothing by default. */
  readonly outside?: Outside;
  /** At most so many tickets that are not due yet (2,000 by default). */
  readonly most?: number;
  /** At most so many calls of the store (500,000 by default). */
  readonly mostCalls?: number;
  /** 0 to 1, for the order of the tickets. */
  readonly random?: () => number;
  /** Lets some time pass before what seems to be wrong is looked at again. */
  readonly wait?: () => Promise<void>;
}
