/** Writing a ledger: one owner for each number, whoever else writes, dies or meddles. */
import { describe, expect, it } from "vitest";
import { sha256Hex } from "../../shared/digest.ts";
import { entryKey, publicKeyKey, signatureKey } from "../../shared/keys.ts";
import { type Entry, entryBytes, headOf, nextEntry } from "../../shared/ledger/entry.ts";
import type { PublicKey } from "../../shared/ledger/public-key.ts";
import type { Ledger } from "../../shared/seal/ledger.ts";
import type { Signer } from "../../shared/seal/signer.ts";
import { directoryStore } from "../../shared/store/directory.ts";
import type { ObjectStore } from "../../shared/store/object-store.ts";
import { Died, dyingStore } from "../archive/dying-store.ts";
import { STORES } from "../archive/stores.ts";
import { overriding } from "../store/overriding.ts";
import { tempFolder } from "../temp.ts";
import { ORG, publish } from "./archived.ts";
import { ledgerOn as ledgerBy, memorySigner, NOW, verified as verifiedBy } from "./signing.ts";

const signer = memorySigner();

const ledgerOn = (store: ObjectStore, by: Signer = signer, now = NOW): Ledger => ledgerBy(store, by, now);
const verified = (store: ObjectStore, pinned: readonly PublicKey[] = [signer.key]) =>
  verifiedBy(store, pinned);

describe.each(STORES)("on %s", (_, makeStore) => {
  it("ten writers at once give one sound chain that names every version once", async () => {
    await using place = await makeStore();
    const store = await place.open();
    const versions = await publish(store, 143, 10);
    const writers = versions.map(async (version) => ledgerOn(await place.open()).seal("versions", [version]));

    const sealings = await Promise.all(writers);

    const ledger = await verified(store);
    expect(ledger.findings).toEqual([]);
    expect([ledger.entries, ledger.sealed.count]).toEqual([10, 10]);
    expect(sealings.map(({ sealed }) => sealed.length)).toEqual(Array(10).fill(1));
  });

  it("what was sealed a moment ago is not sealed again, by nobody", async () => {
    await using place = await makeStore();
    const store = await place.open();
    const versions = await publish(store, 143, 3);

    const writers = [1, 2, 3, 4].map(async (ms) =>
      ledgerOn(await place.open(), signer, new Date(NOW.getTime() + ms)).seal("versions", versions),
    );
    const all = await Promise.all(writers);
    const again = await ledgerOn(store).seal("versions", [...versions, ...versions]);

    expect(all.flatMap(({ sealed }) => sealed)).toEqual(versions);
    expect(again).toEqual({ entries: [], sealed: [] });
    expect((await verified(store)).entries).toBe(1);
  });
});

describe("a sealer that dies after any of its writes", () => {
  it("leaves nothing that the next one does not finish", async () => {
    for (let at = 1; at <= 20; at += 1) {
      await using folder = await tempFolder();
      const store = directoryStore(folder.path);
      const [version] = await publish(store, 143);
      if (version === undefined) throw new Error("nothing was published");
      const dying = dyingStore(store, at);
      const died = await ledgerOn(dying.store)
        .seal("versions", [version])
        .then(
          () => false,
          (error: unknown) => error instanceof Died,
        );

      await ledgerOn(store).seal("versions", [version]);

      const ledger = await verified(store);
      expect([at, ledger.findings]).toEqual([at, []]);
      expect([ledger.entries, ledger.sealed.count]).toEqual([1, 1]);
      if (!died) return;
    }
    throw new Error("the sealer never finished");
  });

  it("has sealed when only the reply was lost", async () => {
    await using folder = await tempFolder();
    const store = directoryStore(folder.path);
    const versions = await publish(store, 143);
    const deaf = overriding(store, {
      create: async (key, bytes) => {
        await store.create(key, bytes);
        return "exists";
      },
    });
    expect(await ledgerOn(deaf).seal("versions", versions)).toMatchObject({
      sealed: versions,
      entries: [{ sequence: 1 }],
    });
    expect((await verified(store)).findings).toEqual([]);
  });
});

describe("an unsigned entry that somebody else put at the end", () => {
  async function withForged(change: (entry: Entry) => Entry) {
    const folder = await tempFolder();
    const store = directoryStore(folder.path);
    const [first, second] = await publish(store, 143, 2);
    if (first === undefined || second === undefined) throw new Error("nothing was published");
    const [head] = (await ledgerOn(store).seal("versions", [first])).entries;
    const origin = { orgId: ORG, keyId: signer.key.id, now: NOW, tool: "tests" };
    const entry = change(nextEntry(head, { kind: "versions", sealed: [second] }, origin));
    await store.create(entryKey(ORG, 2), entryBytes(entry));
    return { store, ledger: ledgerOn(store), [Symbol.asyncDispose]: () => folder[Symbol.asyncDispose]() };
  }

  it("is signed when we could have written it ourselves", async () => {
    await using given = await withForged((entry) => entry);
    expect(await given.ledger.settle()).toMatchObject({ sequence: 2 });
    expect((await verified(given.store)).findings).toEqual([]);
  });

  it.each([
    ["has another digest", (entry: Entry) => forgedDigest(entry), "unsigned-entry"],
    [
      "introduces a key",
      (entry: Entry): Entry => ({ ...entry, kind: "key", sealed: [], newKeyId: "f".repeat(64) }),
      "unsigned-entry",
    ],
    [
      "is of the future",
      (entry: Entry) => ({ ...entry, time: "2026-01-03T01:00:00.000Z" }),
      "unsigned-entry",
    ],
    ["names another key", (entry: Entry) => ({ ...entry, keyId: "f".repeat(64) }), "ledger-altered"],
    ["does not follow", (entry: Entry) => ({ ...entry, previous: sha256Hex("x") }), "ledger-altered"],
  ])("is not signed when it %s, and nothing is built on it", async (_, change, code) => {
    await using given = await withForged(change);
    await expect(given.ledger.heartbeat()).rejects.toMatchObject({ code });
    expect(await given.store.stat(signatureKey(ORG, 2))).toBeUndefined();
    expect(await given.store.stat(entryKey(ORG, 3))).toBeUndefined();
  });

  function forgedDigest(entry: Entry): Entry {
    return { ...entry, sealed: entry.sealed.map(({ key }) => ({ key, sha256: sha256Hex("x") })) };
  }
});

describe("keys", () => {
  it("are changed by an entry of the old one, and only so", async () => {
    await using folder = await tempFolder();
    const store = directoryStore(folder.path);
    const next = memorySigner();
    await ledgerOn(store).heartbeat();

    await expect(ledgerOn(store, next).heartbeat()).rejects.toMatchObject({ code: "unknown-key" });
    await ledgerOn(store).introduceKey(next.key);
    expect(await ledgerOn(store).introduceKey(next.key)).toBeUndefined();
    await ledgerOn(store, next).heartbeat();

    for (const pinned of [[], [signer.key], [next.key]])
      expect((await verified(store, pinned)).findings).toEqual([]);
    const stranger = memorySigner().key;
    const codes = new Set((await verified(store, [stranger])).findings.map(({ code }) => code));
    expect([...codes]).toEqual(["unknown-key"]);
  });
});

describe("meddling that the sealer itself sees", () => {
  it("is a run of entries by a stranger's key that fills all that it reads back, and introduces its own", async () => {
    await using folder = await tempFolder();
    const store = directoryStore(folder.path);
    const remembering = ledgerOn(store);
    await remembering.heartbeat();
    const stranger = memorySigner();
    await store.create(publicKeyKey(ORG, stranger.key.id), Buffer.from(stranger.key.pem));
    let head = await remembering.settle();
    for (let forged = 0; forged < 25; forged += 1) {
      const content =
        forged === 10
          ? ({ kind: "key", newKeyId: signer.key.id } as const)
          : ({ kind: "heartbeat" } as const);
      const origin = { orgId: ORG, keyId: stranger.key.id, now: NOW, tool: "tests" };
      const entry = nextEntry(head, content, origin);
      const bytes = entryBytes(entry);
      await store.create(entryKey(ORG, entry.sequence), bytes);
      await store.create(signatureKey(ORG, entry.sequence), await stranger.sign(bytes));
      head = headOf(entry, bytes);
    }

    for (const ledger of [ledgerOn(store), remembering])
      await expect(ledger.heartbeat()).rejects.toMatchObject({ code: "ledger-altered" });
  });

  it("is an entry removed that it wrote, or one missing before the last", async () => {
    await using folder = await tempFolder();
    const store = directoryStore(folder.path);
    const ledger = ledgerOn(store);
    for (let beat = 0; beat < 4; beat += 1) await ledger.heartbeat();
    let gone = 3;
    const tampered = overriding(store, {
      stat: async (key) => (key === entryKey(ORG, gone) ? undefined : store.stat(key)),
    });

    await expect(ledgerOn(tampered).heartbeat()).rejects.toMatchObject({ code: "ledger-altered" });
    gone = 0;
    const remembering = ledgerOn(tampered);
    await remembering.settle();
    gone = 4;
    await expect(remembering.heartbeat()).rejects.toMatchObject({ code: "ledger-truncated" });
  });

  it("is a version that is not what was sealed", async () => {
    await using folder = await tempFolder();
    const store = directoryStore(folder.path);
    const [version] = await publish(store, 143);
    if (version === undefined) throw new Error("nothing was published");
    await ledgerOn(store).seal("versions", [version]);
    const altered = { ...version, sha256: sha256Hex("x") };
    await expect(ledgerOn(store).seal("versions", [altered])).rejects.toMatchObject({
      code: "inventory-altered",
    });
  });
});

it("many versions are sealed in entries of a thousand", async () => {
  await using folder = await tempFolder();
  const store = directoryStore(folder.path);
  const versions = Array.from({ length: 2500 }, (_, index) => ({
    key: `archive/${ORG}/${index + 1}/v1/inventory.json`,
    sha256: sha256Hex(String(index)),
  }));
  const { entries, sealed } = await ledgerOn(store).seal("versions", versions);
  expect(entries).toHaveLength(3);
  expect(sealed).toEqual(versions);
  expect((await verified(store)).sealed.count).toBe(2500);
});
