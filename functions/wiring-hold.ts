/** Wires the `hold` function. */

import type { HoldDependencies } from "../shared/holds/apply-holds.ts";
import { holdBook } from "../shared/holds/hold-book.ts";
import { ENV } from "../shared/names.ts";
import { common } from "./environment.ts";
import { lambdaLogger } from "./lambda-log.ts";
import { settings } from "./wiring.ts";
import { openHeldStore, storeShape } from "./wiring-store.ts";

/** @throws UsageError naming what is wrong with the environment */
export async function wireHold(): Promise<HoldDependencies> {
  const given = settings({ ...common, ...storeShape });
  const orgId = given[ENV.orgId];
  const { store, legalHold } = openHeldStore(given);
  return {
    orgId,
    book: holdBook({ store, orgId, now: () => new Date() }),
    legalHold,
    log: lambdaLogger(given[ENV.logLevel]),
  };
}
