/** One record of each kind that people write: what is accepted of ticket 143, the matter that it is under, and a census with its page. */
import { type Acceptance, acceptanceBytes } from "../../shared/archive/acceptance.ts";
import { censusBytes } from "../../shared/census-record.ts";
import { holdRegister } from "../../shared/holds/hold-register.ts";
import { acceptanceKey, censusKey, holdEntryKey } from "../../shared/record-keys.ts";
import type { ObjectStore } from "../../shared/store/object-store.ts";
import { exampleCensus } from "../example-census.ts";
import { ORG } from "./archived.ts";

/** Where they stand. */
export function recordKeys(when: Date) {
  return {
    ACCEPTED: acceptanceKey({ orgId: ORG, ticketId: 143, version: 1 }),
    HELD: holdEntryKey(ORG, "acme", 1),
    CENSUS: censusKey(ORG, when, "json"),
    PAGE: censusKey(ORG, when, "html"),
  };
}

export async function addRecords(store: ObjectStore, when: Date): Promise<void> {
  const { ACCEPTED, CENSUS, PAGE } = recordKeys(when);
  const acceptance: Omit<Acceptance, "schema"> = {
    ...{ orgId: ORG, ticketId: 143, version: "v1", inventorySha256: "0".repeat(64) },
    problems: [{ code: "list-missing", detail: "", conversation: null, attachment: null }],
    ...{ reason: "gone for good", requestedBy: "wim", caller: null, at: when.toISOString() },
  };
  await store.create(ACCEPTED, acceptanceBytes(acceptance));
  const register = holdRegister({ store, orgId: ORG, now: () => when, changedFiles: undefined });
  await register.place("acme", [143], { by: "wim", reason: "suit" });
  await store.create(CENSUS, censusBytes(exampleCensus(when)));
  await store.create(PAGE, Buffer.from("<p>its page</p>"));
}
