/** The `seal` function and productions: what the state machine of exports asks it for. */
import { expect, it } from "vitest";
import { handleSeal } from "../../functions/seal/handler.ts";
import { acceptanceKey, productionRecordKey } from "../../shared/record-keys.ts";
import { timeLeft } from "../functions/http.ts";
import { ORG } from "./archived.ts";
import { makeSealer } from "./sealer.ts";

const KEY = productionRecordKey({ orgId: ORG, id: "0123456789abcdef", planSha256: "a".repeat(64) });
const ask = (production: string) => [{ production }, { awsRequestId: "request", ...timeLeft() }] as const;

// E10
it("seals a production's record, and says in which entry, however often it is asked", async () => {
  await using sealer = await makeSealer();
  await sealer.store.create(KEY, Buffer.from("{}\n"));
  await sealer.wired.ledgerOf(ORG).heartbeat();
  expect(await handleSeal(sealer.wired, ...ask(KEY))).toEqual({ sequence: 2 });
  expect(await handleSeal(sealer.wired, ...ask(KEY))).toEqual({ sequence: 2 });
});

it.each([
  ["is not there", KEY],
  [
    "is another account's",
    productionRecordKey({ orgId: 7, id: "0123456789abcdef", planSha256: "a".repeat(64) }),
  ],
  ["is another kind's", acceptanceKey({ orgId: ORG, ticketId: 143, version: 1 })],
])("seals nothing that %s, logs it, and fails the run", async (_, key) => {
  await using sealer = await makeSealer();
  if (key !== KEY) await sealer.store.create(key, Buffer.from("{}\n"));
  await expect(handleSeal(sealer.wired, ...ask(key))).rejects.toMatchObject({ name: "ExportFailed" });
  expect(sealer.logged()).toEqual(["seal.failed"]);
});
