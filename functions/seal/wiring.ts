/** Wires the `seal` function. */
import manifest from "../../package.json" with { type: "json" };
import { parseAuthority } from "../../shared/authorities.ts";
import { ENV } from "../../shared/names.ts";
import { authorityClient } from "../../shared/seal/ask-authority.ts";
import { Ledger } from "../../shared/seal/ledger.ts";
import { s3Store } from "../../shared/store/s3.ts";
import { list, text, url } from "../common/environment.ts";
import { openEventBus } from "../common/open-event-bus.ts";
import { openEvidence } from "../common/open-evidence.ts";
import { requestQueue } from "../common/open-request-queue.ts";
import { settings } from "../common/wiring.ts";
import type { SealDependencies } from "./dependencies.ts";

/** @throws UsageError naming what is wrong with the environment */
export async function wireSeal(): Promise<SealDependencies> {
  const { given, client, store, signer, log } = openEvidence();
  const events = openEventBus(settings({ [ENV.eventBus]: text }));
  const requests = requestQueue(settings({ [ENV.requestQueueUrl]: url }));
  const now = () => new Date();
  const authorities = (settings({ [ENV.tsa]: list.optional() })[ENV.tsa] ?? []).map(parseAuthority);
  const bucket = settings({ [ENV.witnessBucket]: text.optional() })[ENV.witnessBucket];
  const staging = { bucket: given[ENV.stagingBucket], prefix: "" };
  const witness = bucket === undefined ? undefined : s3Store({ client, bucket, prefix: "", staging });
  const outside = { authorities, ask: authorityClient(authorities), witness };
  const ledgers = new Map<number, Ledger>();
  const ledgerOf = (orgId: number): Ledger => {
    const tool = `ticketvault ${manifest.version}`;
    const ledger = ledgers.get(orgId) ?? new Ledger({ orgId, store, signer, log, now, tool });
    ledgers.set(orgId, ledger);
    return ledger;
  };
  return { orgId: given[ENV.orgId], signer, outside, store, ledgerOf, events, requests, log, now };
}
