/** Taking a census: of each number its class, where index and vault differ, and what it says of asking. */
import { rm } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { censusFiles, keepCensus, latestCensus } from "../../shared/census/keep-census.ts";
import { takeCensus } from "../../shared/census/take-census.ts";
import { objectKey } from "../../shared/keys.ts";
import { directoryStore } from "../../shared/store/directory.ts";
import type { ObjectStore } from "../../shared/store/object-store.ts";
import { unknownNumber } from "../../shared/sync/interval.ts";
import { sqliteIndex } from "../../shared/sync/sqlite-index.ts";
import type { TicketEntry, TicketIndex } from "../../shared/sync/ticket-index.ts";
import { ORG, publish } from "../seal/archived.ts";
import { makeSealer } from "../seal/sealer.ts";
import { type TempFolder, tempFolder } from "../temp.ts";

const NOW = Date.parse("2026-11-28T03:00:00.000Z");
const HOUR = 3_600_000;
const iso = (time: number) => new Date(time).toISOString();

let folder: TempFolder;
let store: ObjectStore;
let index: TicketIndex;
beforeEach(async () => {
  folder = await tempFolder();
  store = directoryStore(join(folder.path, "vault"));
  index = sqliteIndex(":memory:");
});
afterEach(async () => {
  index[Symbol.dispose]();
  await folder[Symbol.asyncDispose]();
});

const options = (given: { store?: ObjectStore; index?: TicketIndex } = {}) => ({
  ...{ orgId: ORG, store, index, now: () => new Date(NOW), tool: "ticketvault 0.1.0", requestedBy: "wim" },
  signal: new AbortController().signal,
  ...given,
});
const take = (given = {}) => takeCensus(options(given));
const entry = (ticketId: number, more: Partial<TicketEntry>): TicketEntry => ({
  ...unknownNumber(ticketId, NOW),
  ...more,
});
const archived = (ticketId: number, more: Partial<TicketEntry> = {}) =>
  entry(ticketId, { status: "complete", head: "v1", asked: NOW, ...more });

describe("the census", () => {
  it("states of each number from 1 to the highest its class, as ranges", async () => {
    for (const ticketId of [2, 3, 5, 6, 9]) await publish(store, ticketId);
    await index.write([
      ...[archived(2), archived(3)],
      entry(4, { status: "empty", asked: NOW }),
      archived(5, { status: "incomplete" }),
      archived(6, { status: "accepted" }),
      entry(7, { line: "never", due: -7 }),
      archived(9),
      entry(11, { status: "empty", asked: NOW }),
    ]);
    const { highest, numbers, index: of, vault } = await take();
    expect({ highest, ...of, ...vault }).toMatchObject({
      highest: 9,
      entries: 7,
      tickets: 5,
      lookedAgain: 0,
    });
    expect(numbers).toEqual({
      archived: { count: 3, ranges: ["2-3", "9"] },
      incomplete: { count: 1, ranges: ["5"] },
      accepted: { count: 1, ranges: ["6"] },
      empty: { count: 1, ranges: ["4"] },
      neverAsked: { count: 3, ranges: ["1", "7-8"] },
      notInVault: { count: 0, ranges: [] },
      notInIndex: { count: 0, ranges: [] },
    });
  });

  it("names the numbers on which index and vault differ, and counts them as neither archived nor empty", async () => {
    for (const ticketId of [1, 2, 8]) await publish(store, ticketId);
    await index.write([archived(1), entry(2, { status: "empty", asked: NOW }), archived(3), archived(4)]);
    await rm(join(folder.path, "vault", objectKey(ORG, 1)), { recursive: true });
    const { numbers, vault, highest } = await take();
    expect(highest).toBe(8);
    expect(numbers).toMatchObject({
      archived: { count: 0 },
      empty: { count: 0 },
      neverAsked: { ranges: ["5-7"] },
      notInVault: { ranges: ["1", "3-4"] },
      notInIndex: { ranges: ["2", "8"] },
    });
    expect(vault.lookedAgain).toBe(5);
  });

  it("takes no ticket for lost that is archived while it is taken, and none for archived that is only begun", async () => {
    await publish(store, 1);
    await index.write([archived(1)]);
    await store.create(`${objectKey(ORG, 2)}/v1/inventory.json`, Buffer.from("{}"));
    const late: TicketIndex = {
      ...index,
      async highest() {
        // The folders are listed by now.
        await publish(store, 3);
        await index.write([archived(3)]);
        return index.highest();
      },
    };
    const { numbers } = await take({ index: late });
    expect(numbers).toMatchObject({
      archived: { ranges: ["1", "3"] },
      neverAsked: { ranges: ["2"] },
      notInVault: { count: 0 },
      notInIndex: { count: 0 },
    });
  });

  it("says what is due and fails, since when, and how old the oldest answer is", async () => {
    for (const ticketId of [1, 2, 3]) await publish(store, ticketId);
    await index.write([
      archived(1, { asked: NOW - 9 * HOUR, due: NOW - 2 * HOUR, line: "young" }),
      archived(2, {
        asked: NOW - HOUR,
        due: NOW + HOUR,
        line: "young",
        failure: "busy",
        failedSince: NOW - HOUR,
      }),
      archived(3, { asked: null, due: -3, line: "never" }),
      entry(4, { failure: "bad-request", failedSince: NOW - 3 * HOUR, due: NOW, line: "older" }),
      entry(5, { status: "empty", asked: NOW - 4 * HOUR, due: NOW - 3 * HOUR, line: "older" }),
    ]);
    await publish(store, 5);
    const { due, failing, answers } = await take();
    expect(due).toEqual({ count: 3, since: iso(NOW - 3 * HOUR) });
    expect(failing).toEqual({ count: 2, ranges: ["2", "4"], since: iso(NOW - 3 * HOUR) });
    expect(answers).toEqual({ oldest: iso(NOW - 9 * HOUR), unknown: 1 });
  });

  it("of an account without a ticket, and without a ledger, says so", async () => {
    await index.write([entry(1, { status: "empty", asked: NOW })]);
    expect(await take()).toMatchObject({ highest: 0, ledger: null, numbers: { empty: { count: 0 } } });
  });

  it("notes the last entry of the ledger", async () => {
    await using sealer = await makeSealer();
    await publish(sealer.store, 143);
    const first = await sealer.wired.ledgerOf(ORG).heartbeat();
    const second = await sealer.wired.ledgerOf(ORG).heartbeat();
    expect(second.sequence).toBe(first.sequence + 1);
    expect((await take({ store: sealer.store })).ledger).toEqual(second);
  });

  it("takes no longer for numbers that nobody knows, however many they are", async () => {
    const far = 900_000_000_000_000;
    await publish(store, far);
    await index.write([archived(far)]);
    const { numbers } = await take();
    expect(numbers.neverAsked).toEqual({ count: far - 1, ranges: [`1-${far - 1}`] });
  });

  it("looks again at 1,000 numbers at most, and lets the others stand as they were listed", async () => {
    await index.write(Array.from({ length: 1_200 }, (_, n) => archived(n + 1)));
    const { numbers, vault } = await take();
    expect(numbers.notInVault).toEqual({ count: 1_200, ranges: ["1-1200"] });
    expect(vault.lookedAgain).toBe(1_000);
  });
});

describe("the vault", () => {
  it("keeps the record and a page that loads nothing, and gives the latest", async () => {
    expect(await latestCensus(store, ORG)).toBeUndefined();
    await publish(store, 1);
    await index.write([archived(1)]);
    const first = censusFiles(await take());
    await keepCensus(store, first);
    await keepCensus(store, first);
    const later = await takeCensus({ ...options(), now: () => new Date(NOW + 1), requestedBy: "<b>wim</b>" });
    const kept = censusFiles(later);
    await keepCensus(store, kept);
    const latest = await latestCensus(store, ORG);
    expect(latest).toEqual({ ...kept, record: latest?.record });
    expect(Buffer.compare(Buffer.from(latest?.record ?? []), Buffer.from(kept.record))).toBe(0);
    const page = Buffer.from(latest?.page ?? []).toString();
    expect(page).toContain("default-src &#39;none&#39;");
    expect(page).toContain("The number 1 is archived, accepted or empty.");
    expect(page).toContain("&lt;b&gt;wim&lt;/b&gt;");
    const there = await store.read(kept.key.replace(".json", ".html"));
    expect(Buffer.from(there?.bytes ?? []).toString()).toBe(page);
  });

  it("takes no other census of the same millisecond", async () => {
    await keepCensus(store, censusFiles(await take()));
    await publish(store, 1);
    await expect(keepCensus(store, censusFiles(await take()))).rejects.toMatchObject({ code: "contended" });
  });
});
