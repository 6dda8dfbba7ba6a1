/** The catalogue's files follow the ledger: whatever happens to writers, they come to what a rebuild makes. */
import { beforeEach, describe, expect, it } from "vitest";
import { seededRandom } from "../../cli/sandbox/random.ts";
import { type Followed, followLedger } from "../../shared/catalogue/follow-ledger.ts";
import { decodeShard } from "../../shared/catalogue/parquet/shard-file.ts";
import { shardKey } from "../../shared/catalogue/shards.ts";
import { TABLES } from "../../shared/catalogue/tables.ts";
import { entryKey, objectKey } from "../../shared/keys.ts";
import { silentLogger } from "../../shared/log.ts";
import { once } from "../../shared/once.ts";
import { expectSameBytes, incrementHistory, rebuild } from "./increment-history.ts";
import { MemoryPlace } from "./memory-place.ts";
import { ORG, SmallVault } from "./small-vault.ts";

describe("increments, with writers killed and two at once, come to the bytes of a rebuild", () => {
  it.each([1, 2, 3])("in history %d", async (seed) => {
    expectSameBytes(await incrementHistory(String(seed)));
  });
});

describe("a run", () => {
  let vault: SmallVault;
  let place: MemoryPlace;
  let writes: string[];

  beforeEach(async () => {
    vault = new SmallVault();
    place = new MemoryPlace(seededRandom("run"));
    writes = [];
    place.onWrite = async (key) => void writes.push(key);
    for (const ticketId of [1, 2, 1500])
      await vault.publish(ticketId, [{ Id: 1, Text: `Ticket ${ticketId}` }]);
    vault.seal();
  });

  const options = () => ({
    ...{ orgId: ORG, vault: vault.store, log: silentLogger },
    catalogue: place.as({ killed: false }),
  });
  const run = (signal = new AbortController().signal): Promise<Followed> =>
    followLedger({ ...options(), signal });
  const bodies = async (shard: number): Promise<unknown[]> => {
    const [, messages] = TABLES;
    if (messages === undefined) throw new Error("there are three tables");
    const bytes = place.files.get(shardKey(messages, ORG, shard)) ?? new Uint8Array();
    const rows = await decodeShard(messages, ORG, bytes);
    return rows.map(({ body }) => body).filter((body) => body !== "");
  };

  it("takes in what was sealed, says how far it has come, and writes nothing where nothing changed", async () => {
    expect(await run()).toEqual({
      ...{ sequence: 1, time: "2026-01-01T00:00:00.000Z", isLevel: true },
      ...{ shards: 2, written: 6, unreadable: 0 },
    });
    expect(await bodies(0)).toEqual(["Ticket 1", "Ticket 2"]);
    writes.length = 0;
    vault.seal();
    expect(await run()).toMatchObject({ sequence: 2, shards: 0, written: 0, isLevel: true });
    expect(writes).toEqual([`progress/${ORG}.json`]);
  });

  it("writes only the shard whose ticket has changed, and of it what differs", async () => {
    await run();
    writes.length = 0;
    await vault.publish(2, [{ Id: 1, Text: "Ticket 2, edited" }]);
    vault.seal();
    expect(await run()).toMatchObject({ shards: 1, written: 2 });
    expect(writes.map((key) => key.split("/")[0])).toEqual(["messages", "tickets", "progress"]);
    expect(await bodies(0)).toEqual(["Ticket 1", "Ticket 2", "Ticket 2, edited"]);
  });

  it("that is out of time goes on with the next shard the next time", async () => {
    const stop = new AbortController();
    place.onWrite = async () => stop.abort();
    expect(await run(stop.signal)).toMatchObject({ sequence: 0, shards: 1, isLevel: false });
    vault.seal();
    expect(await run()).toMatchObject({ sequence: 2, shards: 1, isLevel: true });
    expect(await bodies(1)).toEqual(["Ticket 1500"]);
  });

  it("starts at the ledger's first entry where nobody knows how far it has come", async () => {
    await run();
    place.files.set(`progress/${ORG}.json`, Buffer.from("{}"));
    writes.length = 0;
    expect(await run()).toMatchObject({ sequence: 1, shards: 2, written: 0 });
    expect(writes).toEqual([`progress/${ORG}.json`]);
  });

  it("makes the whole shard again where one of its files is gone", async () => {
    await run();
    place.files.delete(`tickets/org=${ORG}/000000.parquet`);
    await vault.publish(2, [{ Id: 1, Text: "Ticket 2, edited" }]);
    vault.seal();
    await run();
    expect(await bodies(0)).toEqual(["Ticket 1", "Ticket 2", "Ticket 2, edited"]);
  });

  it("leaves out a ticket whose archive cannot be read, as a rebuild does", async () => {
    await run();
    await vault.publish(2, [{ Id: 1, Text: "Ticket 2, edited" }]);
    vault.seal();
    vault.files.set(`${objectKey(ORG, 2)}/v2/content/ticket.json`, Buffer.from("{}"));
    expect(await run()).toMatchObject({ unreadable: 1, isLevel: true });
    expect(await bodies(0)).toEqual(["Ticket 1"]);
    const before = new Map(place.files);
    await rebuild(options());
    expect(new Map(place.files)).toEqual(before);
  });

  it("drops the rows of a ticket that is not in the vault any more", async () => {
    await run();
    await vault.publish(2, [{ Id: 1, Text: "Ticket 2, edited" }]);
    vault.seal();
    vault.files.delete(`${objectKey(ORG, 2)}/inventory.json`);
    await run();
    expect(await bodies(0)).toEqual(["Ticket 1"]);
  });

  it.each(["read", "replace"] as const)(
    "loses nothing of what another takes in before it can %s a file",
    async (call) => {
      await run();
      await vault.publish(2, [{ Id: 1, Text: "Edited once" }]);
      vault.seal();
      const other = once(async () => {
        await vault.publish(1, [{ Id: 1, Text: "Edited meanwhile" }]);
        await vault.publish(2, [{ Id: 1, Text: "Edited twice" }]);
        vault.seal();
        await run();
      });
      const catalogue = place.as({ killed: false });
      const behindOther = async <T>(now: typeof call, key: string, act: () => Promise<T>): Promise<T> => {
        if (now === call && key.endsWith(".parquet")) await other();
        return act();
      };
      const overtaken = {
        ...catalogue,
        read: (key: string) => behindOther("read", key, () => catalogue.read(key)),
        replace: (key: string, bytes: Uint8Array, tag: string) =>
          behindOther("replace", key, () => catalogue.replace(key, bytes, tag)),
      };
      const { signal } = new AbortController();
      await followLedger({ ...options(), catalogue: overtaken, signal });
      const all = ["Ticket 1", "Edited meanwhile", "Ticket 2", "Edited once", "Edited twice"];
      expect(await bodies(0)).toEqual(all);
      expect(await run()).toMatchObject({ sequence: 3, isLevel: true });
    },
  );

  it.each([
    ["is missing", undefined, "entry-unreadable"],
    ["was altered", Buffer.from("{}"), "entry-unreadable"],
  ])("stands still at an entry that %s, and says so", async (_what, bytes, code) => {
    await run();
    for (const _ of [2, 3]) vault.seal();
    if (bytes === undefined) vault.files.delete(entryKey(ORG, 2));
    else vault.files.set(entryKey(ORG, 2), bytes);
    // An entry that is not there ends the ledger for who looks for the next one.
    if (bytes === undefined) expect(await run()).toMatchObject({ sequence: 1 });
    else await expect(run()).rejects.toMatchObject({ code });
  });
});

it("a rebuild moves nobody back who is further in the ledger", async () => {
  const vault = new SmallVault();
  const place = new MemoryPlace(seededRandom("rebuild"));
  const options = {
    orgId: ORG,
    vault: vault.store,
    log: silentLogger,
    catalogue: place.as({ killed: false }),
  };
  await vault.publish(7, [{ Id: 1, Text: "one" }]);
  vault.seal();
  const rebuilt = rebuild(options);
  await rebuilt;
  vault.seal();
  const { signal } = new AbortController();
  expect(await followLedger({ ...options, signal })).toMatchObject({ sequence: 2, shards: 0 });
  await rebuild(options, async () => {
    vault.seal();
    await followLedger({ ...options, signal });
  });
  expect(await followLedger({ ...options, signal })).toMatchObject({ sequence: 3, shards: 0 });
});
