/** Acceptances, records of legal holds and censuses are sealed and verified as versions are, on AWS and by the command line. */
import { rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { censusBytes } from "../../shared/census-record.ts";
import { entryKey } from "../../shared/keys.ts";
import { parseEntry } from "../../shared/ledger/entry.ts";
import { sealVault } from "../../shared/seal/seal-vault.ts";
import type { ObjectStore } from "../../shared/store/object-store.ts";
import { storeTree } from "../../shared/store/store-tree.ts";
import { storeTargets } from "../../shared/verify/targets.ts";
import { verify } from "../../shared/verify/verification.ts";
import { exampleCensus } from "../example-census.ts";
import { ORG, publish } from "./archived.ts";
import { addRecords, recordKeys } from "./example-records.ts";
import { batch, makeSealer, notice } from "./sealer.ts";

const { signal } = new AbortController();
const WHEN = new Date("2026-01-02T03:30:00.000Z");
const { ACCEPTED, HELD, CENSUS, PAGE } = recordKeys(WHEN);

/** A ticket, and records of it. */
async function makeRecords(store: ObjectStore): Promise<void> {
  await publish(store, 143);
  await addRecords(store, WHEN);
}

type Sealer = Awaited<ReturnType<typeof makeSealer>>;

const SEALED: readonly [string, (sealer: Sealer) => Promise<unknown>][] = [
  [
    "S3's notices",
    ({ seal }) =>
      seal(batch(notice("archive/22824/143/v1/inventory.json.sha256"), notice(ACCEPTED, HELD, CENSUS, PAGE))),
  ],
  [
    "the command line",
    ({ store, wired }) =>
      sealVault({ orgId: ORG, store, ledger: wired.ledgerOf(ORG), now: wired.now, signal }),
  ],
];

async function findingsOf({ store }: Sealer, now = new Date("2026-01-04T03:30:00.000Z")): Promise<string[]> {
  const places = { store, tree: storeTree(store) };
  const options = { mode: "full", now, pinned: [], signal } as const;
  const { findings } = await verify(await storeTargets(places, ORG), options);
  const ofRecords = findings.filter(({ path }) => /^(holds|acceptances|census)\//.test(path));
  return ofRecords.map(({ kind, severity, path }) => `${kind} ${severity} ${path}`);
}

// E12
describe.each(SEALED)("records that are sealed by %s", (_, seal) => {
  it("stand in entries of their kinds, once, and are sound", async () => {
    await using sealer = await makeSealer();
    await makeRecords(sealer.store);
    await seal(sealer);
    await seal(sealer);

    const entries = [];
    for (let sequence = 1; ; sequence += 1) {
      const file = await sealer.store.read(entryKey(ORG, sequence));
      if (file === undefined) break;
      const { kind, sealed } = parseEntry(file.bytes, "entry");
      entries.push([kind, ...sealed.map(({ key }) => key)]);
    }
    expect(entries.toSorted()).toEqual([
      ["acceptances", ACCEPTED],
      ["census", PAGE, CENSUS],
      ["holds", HELD],
      ["versions", "archive/22824/143/v1/inventory.json"],
    ]);
    expect(await findingsOf(sealer)).toEqual([]);
  });

  it.each([
    ["altered", ACCEPTED, (path: string) => writeFile(path, "{}\n")],
    ["missing", ACCEPTED, (path: string) => rm(path)],
    ["altered", HELD, (path: string) => writeFile(path, "{}\n")],
    ["missing", HELD, (path: string) => rm(path)],
    ["altered", CENSUS, (path: string) => writeFile(path, "{}\n")],
    ["missing", CENSUS, (path: string) => rm(path)],
    ["altered", PAGE, (path: string) => writeFile(path, "<p>all is well</p>")],
  ])("are found %s: %s", async (kind, record, harm) => {
    await using sealer = await makeSealer();
    await makeRecords(sealer.store);
    await seal(sealer);
    await harm(join(sealer.store.location, record));
    expect(await findingsOf(sealer)).toEqual([`${kind} error ${record}`]);
  });
});

it("a record that nobody sealed is a warning for a day, and then an error", async () => {
  await using sealer = await makeSealer();
  await makeRecords(sealer.store);
  await sealer.seal(batch(notice("archive/22824/143/v1/inventory.json.sha256")));
  const both = (severity: string) =>
    [HELD, ACCEPTED, PAGE, CENSUS].map((record) => `unsealed ${severity} ${record}`);
  expect(await findingsOf(sealer, WHEN)).toEqual(both("warning"));
  expect(await findingsOf(sealer)).toEqual(both("error"));
});

it("a census that contradicts itself is named, sealed as it is or not", async () => {
  await using sealer = await makeSealer();
  const of = exampleCensus(WHEN);
  const numbers = { ...of.numbers, empty: { count: 1, ranges: ["3"] } };
  await sealer.store.create(CENSUS, censusBytes({ ...of, numbers }));
  await sealer.store.create(PAGE, Buffer.from("its page"));
  expect(await findingsOf(sealer)).toEqual([`inconsistent error ${CENSUS}`]);
  await sealer.seal(batch(notice(CENSUS, PAGE)));
  expect(await findingsOf(sealer)).toEqual([`inconsistent error ${CENSUS}`]);
});
