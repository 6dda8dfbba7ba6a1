/** Seals a production for the state machine of exports, which hands out nothing before. */
import { StoreError } from "../../shared/errors.ts";
import { parseRecordKey } from "../../shared/ledger/sealing-kinds.ts";
import { LOG_EVENTS } from "../../shared/names.ts";
import { digestOf } from "../../shared/seal/versions.ts";
import { errorFields } from "../common/error-fields.ts";
import { StepError } from "../common/step-error.ts";
import type { SealDependencies } from "./dependencies.ts";

/** The number of the entry that seals the production. */
export interface ProductionSealed {
  readonly sequence: number;
}

/** @param key of the production's record. @throws StepError */
export async function sealProduction(
  { orgId, store, ledgerOf, log }: SealDependencies,
  key: string,
): Promise<ProductionSealed> {
  try {
    const name = parseRecordKey(key);
    const sha256 =
      name?.kind === "production" && name.orgId === orgId ? await digestOf(store, key) : undefined;
    if (sha256 === undefined)
      throw new StoreError("not-archived", `${store.location}/${key} is no record of a production.`);
    return { sequence: await ledgerOf(orgId).sealRecord("production", { key, sha256 }) };
  } catch (error) {
    log.error(LOG_EVENTS.sealFailed, { orgId, kind: "production", ...errorFields(error) });
    throw new StepError(error);
  }
}
