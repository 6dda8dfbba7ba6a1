/** Five years of a vault on a virtual clock: what was sealed in the first and altered since is found by the scheduled verification within the stated days. */
import { generateKeyPairSync, sign } from "node:crypto";
import { expect, it } from "vitest";
import { handleVerify } from "../../functions/verify/handler.ts";
import { sha256Hex } from "../../shared/digest.ts";
import { entryKey, objectKey, publicKeyKey, signatureKey } from "../../shared/keys.ts";
import { entryBytes, headOf, type LedgerHead, nextEntry } from "../../shared/ledger/entry.ts";
import { publicKeyOf } from "../../shared/ledger/public-key.ts";
import { silentLogger } from "../../shared/log.ts";
import { sidecarBytes } from "../../shared/ocfl/inventory.ts";
import { OBJECT_DECLARATION } from "../../shared/ocfl/layout.ts";
import { Ledger } from "../../shared/seal/ledger.ts";
import type { Signer } from "../../shared/seal/signer.ts";
import { writeCheckpoints } from "../../shared/seal/write-checkpoint.ts";
import { ensureStorageRoot } from "../../shared/store/storage-root.ts";
import { storeTree } from "../../shared/store/store-tree.ts";
import { ORG, publish } from "../seal/archived.ts";
import { CONTEXT } from "../seal/sealer.ts";
import { memoryStore } from "./memory-store.ts";

const DAY = 24 * 3_600_000;
const DAYS = 5 * 365;
const BEGUN = Date.parse("2021-01-01T04:00:00.000Z");
/** The settings' defaults. */
const ROTA = { everyHours: 24, withinDays: 30 };
/** A run may make so many calls of the store: a thirtieth of the tickets, a block of a thousand entries, what each run reads. */
const MOST_CALLS = 2_500;

/** Every third day a ticket in two versions is archived and sealed; each has a hundred of numbers of its own. */
async function fiveYears() {
  const memory = memoryStore();
  const { store } = memory;
  const pair = generateKeyPairSync("ec", { namedCurve: "P-256" });
  const key = publicKeyOf(pair.publicKey);
  const signer: Signer = {
    publicKey: async () => key,
    sign: async (bytes) => sign("sha256", bytes, { key: pair.privateKey, dsaEncoding: "der" }),
  };
  let time = BEGUN;
  const now = () => new Date(time);
  await ensureStorageRoot(store, ORG);
  const first = new Ledger({ orgId: ORG, store, signer, log: silentLogger, now, tool: "tests" });
  const tickets: number[] = [];
  let head: LedgerHead | undefined;
  for (let day = 0; day < DAYS; day += 3) {
    time = BEGUN + day * DAY;
    const ticketId = (day / 3) * 100 + 7;
    const sealed = await publish(store, ticketId, 2, now().toISOString());
    const { name, bytes } = OBJECT_DECLARATION;
    await store.create(`${objectKey(ORG, ticketId)}/${name}`, bytes);
    for (const { key: each, sha256 } of sealed) await store.create(`${each}.sha256`, sidecarBytes(sha256));
    tickets.push(ticketId);
    if (head === undefined) {
      await first.seal("versions", sealed);
      head = await first.settle();
      continue;
    }
    const said = { orgId: ORG, keyId: key.id, now: now(), tool: "tests" };
    const entry = nextEntry(head, { kind: "versions", sealed }, said);
    const written = entryBytes(entry);
    memory.put(entryKey(ORG, entry.sequence), written);
    memory.put(signatureKey(ORG, entry.sequence), await signer.sign(written));
    head = headOf(entry, written);
  }
  time = BEGUN + DAYS * DAY;
  const ledger = new Ledger({ orgId: ORG, store, signer, log: silentLogger, now, tool: "tests" });
  const { signal } = new AbortController();
  await writeCheckpoints({ orgId: ORG, store, ledger, signer, log: silentLogger, now }, signal);
  expect(await store.read(publicKeyKey(ORG, key.id))).toBeDefined();

  /** What the runs of so many days name, and the most calls that one of them makes. */
  const verified = async (days: number) => {
    const found: string[] = [];
    let calls = 0;
    const error = (event: string, { kind, path }: Record<string, unknown> = {}) =>
      void found.push(event === "verify.finding" ? `${kind} ${path}` : event);
    for (let day = 1; day <= days; day += 1) {
      time += DAY;
      const run = await handleVerify(
        {
          ...{ orgId: ORG, tree: storeTree(store), rota: ROTA, now, most: 0, mostCalls: MOST_CALLS },
          holds: { list: async () => [] },
          publicKey: async () => key,
          log: { ...silentLogger, error },
          wait: async () => {},
        },
        { planned: now().toISOString() },
        CONTEXT,
      );
      expect(run).toMatchObject({ covered: "due", late: 0 });
      calls = Math.max(calls, run.calls);
    }
    return { found, calls };
  };
  return { tickets, verified, memory };
}

// E2
it("what was sealed five years ago and altered since is named within 30 days, in daily runs of bounded size", async () => {
  const { tickets, verified, memory } = await fiveYears();
  const sound = await verified(ROTA.withinDays);
  expect(sound.found).toEqual([]);
  expect(sound.calls).toBeLessThan(MOST_CALLS);

  const ofFirstYear = tickets.slice(0, 120);
  const harms: Readonly<Record<string, (object: string) => string>> = {
    altered(object) {
      const path = `${object}/v1/content/ticket.json`;
      memory.put(path, Buffer.concat([memory.get(path), Buffer.from("\n")]));
      return `altered ${path}`;
    },
    gone(object) {
      memory.remove(object);
      return `missing ${object}/v1/inventory.json`;
    },
    rolledBack(object) {
      const inventory = memory.get(`${object}/v1/inventory.json`);
      memory.put(`${object}/inventory.json`, inventory);
      memory.put(`${object}/inventory.json.sha256`, sidecarBytes(sha256Hex(inventory)));
      memory.remove(`${object}/v2`);
      return `rolled-back ${object}/inventory.json`;
    },
    lost(object) {
      const path = `${object}/v1/content/source.json`;
      memory.remove(path);
      return `missing ${path}`;
    },
  };
  const kinds = Object.values(harms);
  const expected: string[] = [];
  for (const [index, ticketId] of ofFirstYear.entries())
    expected.push(kinds[index % kinds.length]?.(objectKey(ORG, ticketId)) ?? "");

  const { found, calls } = await verified(ROTA.withinDays);

  expect(expected.filter((each) => !found.includes(each))).toEqual([]);
  const harmed = new Set(ofFirstYear.map((ticketId) => `${objectKey(ORG, ticketId)}/`));
  const unharmed = found.filter((each) => ![...harmed].some((object) => each.includes(object)));
  expect(unharmed).toEqual([]);
  process.stdout.write(
    `${tickets.length} tickets of five years: ${sound.calls} calls a day at most, ${calls} with 120 altered\n`,
  );
});
