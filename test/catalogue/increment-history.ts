/** A made-up history of a catalogue: versions published and sealed, writers that are killed, others at the same time, lost files. */
import { expect } from "vitest";
import { type Random, seededRandom } from "../../cli/sandbox/random.ts";
import { followLedger } from "../../shared/catalogue/follow-ledger.ts";
import { decodeShard } from "../../shared/catalogue/parquet/shard-file.ts";
import { finishRebuild, planRebuild } from "../../shared/catalogue/rebuild.ts";
import { TABLES } from "../../shared/catalogue/tables.ts";
import { type CatalogueOptions, updateShard } from "../../shared/catalogue/update-shard.ts";
import { silentLogger } from "../../shared/log.ts";
import { attachmentEntry } from "../render/rendered-ticket.ts";
import { Killed, MemoryPlace } from "./memory-place.ts";
import { ORG, SmallVault } from "./small-vault.ts";

/** In two shards. */
const TICKETS = [997, 998, 999, 1000, 1001, 1002];

interface Outcome {
  /** What increments came to, and what a rebuild makes of the same vault: files by key. */
  readonly increments: ReadonlyMap<string, Uint8Array>;
  readonly rebuilt: ReadonlyMap<string, Uint8Array>;
  /** Rows that were lost or went back to an older version, as they were seen. */
  readonly harm: readonly string[];
  readonly kills: number;
  readonly tickets: number;
}

export async function incrementHistory(seed: string): Promise<Outcome> {
  const random = seededRandom("increments", seed);
  const place = new MemoryPlace(random);
  const vault = new SmallVault(async () => {
    if (random.chance(0.02)) await place.others();
  });
  const harm: string[] = [];
  let kills = 0;
  place.onWrite = async (key, before, after) => {
    if (before !== undefined) harm.push(...(await harmDone(key, before, after)));
  };
  const options = (killed: boolean): CatalogueOptions => ({
    ...{ orgId: ORG, vault: vault.store, log: silentLogger },
    catalogue: place.as({ killed }),
  });
  const follow = async (killed: boolean, stopped: boolean): Promise<void> => {
    const signal = stopped ? AbortSignal.abort() : new AbortController().signal;
    try {
      await followLedger({ ...options(killed), signal });
    } catch (error) {
      if (!(error instanceof Killed)) throw error;
      kills += 1;
    }
  };
  for (let step = 0; step < 14; step += 1) {
    const act = random.integer(10);
    if (act < 3) await publishSome(vault, random);
    else if (act < 4) vault.seal();
    else if (act === 4) loseOne(place, random);
    else {
      await publishSome(vault, random);
      vault.seal();
      const one = follow(random.chance(0.4), random.chance(0.1));
      const other = random.chance(0.7) ? follow(random.chance(0.4), false) : undefined;
      await Promise.all([one, other, publishMeanwhile(vault, random, place)]);
    }
  }
  vault.seal();
  await follow(false, false);
  // A file that was lost is made again when its shard changes next, or by a rebuild.
  await Promise.all(TICKETS.map((ticketId) => publishOne(vault, random, ticketId)));
  vault.seal();
  await follow(false, false);
  const again = new MemoryPlace(random);
  await rebuild({ ...options(false), catalogue: again.as({ killed: false }) });
  return {
    ...{ harm, kills, tickets: vault.tickets.length },
    ...{ increments: tablesOf(place), rebuilt: tablesOf(again) },
  };
}

/** @param meanwhile what others do between the plan and the end */
export async function rebuild(options: CatalogueOptions, meanwhile = async () => {}): Promise<void> {
  const plan = await planRebuild(options);
  await meanwhile();
  for (const shard of plan.shards.toReversed()) await updateShard(options, shard, "all");
  await finishRebuild(options, plan);
}

export function expectSameBytes({ increments, rebuilt, harm, tickets }: Outcome): void {
  expect(harm).toEqual([]);
  expect([...increments.keys()]).toEqual([...rebuilt.keys()]);
  const other = [...increments].filter(
    ([key, bytes]) => Buffer.compare(bytes, rebuilt.get(key) ?? bytes) !== 0,
  );
  expect(other.map(([key]) => key)).toEqual([]);
  // Of each table two shards, in which all tickets are.
  expect([tickets, rebuilt.size]).toEqual([TICKETS.length, 6]);
}

async function publishMeanwhile(vault: SmallVault, random: Random, place: MemoryPlace): Promise<void> {
  for (let left = random.integer(6); left > 0; left -= 1) {
    await place.others();
    await publishSome(vault, random);
  }
}

async function publishSome(vault: SmallVault, random: Random): Promise<void> {
  await publishOne(vault, random, random.pick(TICKETS));
}

async function publishOne(vault: SmallVault, random: Random, ticketId: number): Promise<void> {
  const listed = [...vault.listed(ticketId)];
  const attached = random.chance(0.3) ? { Attachments: [attachmentEntry("Bill.PDF")] } : {};
  const entry = { Id: 1 + random.integer(5), Text: `Message ${random.integer(1_000)}`, ...attached };
  const rest = listed.filter(({ Id }) => Id !== entry.Id);
  await vault.publish(ticketId, random.chance(0.2) && rest.length > 0 ? rest : [...rest, entry]);
}

function loseOne(place: MemoryPlace, random: Random): void {
  const keys = [...place.files.keys()];
  if (keys.length === 0) return;
  const key = random.pick(keys);
  if (random.chance(0.5)) place.files.delete(key);
  else place.files.set(key, Buffer.from("not what was written"));
}

async function harmDone(key: string, before: Uint8Array, after: Uint8Array): Promise<string[]> {
  const table = TABLES.find(({ name }) => key.startsWith(`${name}/`));
  if (table === undefined) return [];
  const headsIn = async (bytes: Uint8Array): Promise<Map<number, number>> => {
    const rows = await decodeShard(table, ORG, bytes).catch(() => []);
    return new Map(rows.map((row) => [Number(row["ticket"]), Number(row["head"])]));
  };
  const [old, now] = [await headsIn(before), await headsIn(after)];
  return [...old].flatMap(([ticket, head]) =>
    (now.get(ticket) ?? 0) < head ? [`${key}: ticket ${ticket} from ${head} to ${now.get(ticket)}`] : [],
  );
}

function tablesOf({ files }: MemoryPlace): Map<string, Uint8Array> {
  const tables = [...files].filter(([key]) => key.endsWith(".parquet"));
  return new Map(tables.toSorted(([a], [b]) => (a < b ? -1 : 1)));
}
