/** Keys of a ledger over time: each retires when it introduces its successor, and what it signed can be revoked. */
import { describe, expect, it } from "vitest";
import { sha256Hex } from "../../shared/digest.ts";
import { entryKey, publicKeyKey, signatureKey } from "../../shared/keys.ts";
import { type EntryContent, entryBytes, type LedgerHead, nextEntry } from "../../shared/ledger/entry.ts";
import { directoryStore } from "../../shared/store/directory.ts";
import type { ObjectStore } from "../../shared/store/object-store.ts";
import { Died, dyingStore } from "../archive/dying-store.ts";
import { tempFolder } from "../temp.ts";
import { ORG, publish } from "./archived.ts";
import { ledgerOn, memorySigner, NOW, verified } from "./signing.ts";

const [first, second, stranger] = [memorySigner(), memorySigner(), memorySigner()];

/** Appends an entry as whoever has the key and may write to the vault could. */
async function append(
  store: ObjectStore,
  head: LedgerHead | undefined,
  by: ReturnType<typeof memorySigner>,
  content: EntryContent,
): Promise<void> {
  const entry = nextEntry(head, content, { orgId: ORG, keyId: by.key.id, now: NOW, tool: "tests" });
  const bytes = entryBytes(entry);
  await store.create(publicKeyKey(ORG, by.key.id), Buffer.from(by.key.pem));
  await store.create(entryKey(ORG, entry.sequence), bytes);
  await store.create(signatureKey(ORG, entry.sequence), await by.sign(bytes));
}

const found = async (store: ObjectStore, pinned = [first.key]) =>
  (await verified(store, pinned)).findings.map(({ code, severity, path }) => `${severity} ${code} ${path}`);

describe("a key that introduced its successor", () => {
  // E8
  it("signs no more: the sealer refuses, whoever it trusts, and verify names what it signed", async () => {
    await using folder = await tempFolder();
    const store = directoryStore(folder.path);
    const [version] = await publish(store, 143);
    if (version === undefined) throw new Error("nothing was published");
    await ledgerOn(store, first).introduceKey(second.key);
    await expect(ledgerOn(store, first).heartbeat()).rejects.toMatchObject({
      code: "retired-key",
      message: expect.stringContaining(`introduced ${second.key.id} in entry 1`),
    });
    const head = await ledgerOn(store, second).heartbeat();

    await append(store, head, first, { kind: "versions", sealed: [version] });

    for (const pinned of [[], [first.key], [second.key]])
      expect(await found(store, pinned)).toContain(`error retired-key ${entryKey(ORG, 3)}`);
    expect((await verified(store)).sealed.of(143).get(1)?.sha256).toBeUndefined();
    await expect(ledgerOn(store, second).heartbeat()).rejects.toMatchObject({ code: "ledger-altered" });
  });

  it("is known to have retired however long ago that was", async () => {
    await using folder = await tempFolder();
    const store = directoryStore(folder.path);
    await ledgerOn(store, first).introduceKey(second.key);
    for (let beat = 0; beat < 25; beat += 1) await ledgerOn(store, second).heartbeat();

    await expect(ledgerOn(store, first).heartbeat()).rejects.toMatchObject({ code: "retired-key" });
    expect(await found(store)).toEqual([]);
  });

  it("signs again once its successor introduced it", async () => {
    await using folder = await tempFolder();
    const store = directoryStore(folder.path);
    await ledgerOn(store, first).introduceKey(second.key);
    await ledgerOn(store, second).introduceKey(first.key);
    await ledgerOn(store, first).heartbeat();
    await expect(ledgerOn(store, second).heartbeat()).rejects.toMatchObject({ code: "retired-key" });
    expect(await found(store)).toEqual([]);
  });

  it("has introduced it whatever write it died after, once that is asked for again", async () => {
    for (let at = 1; at <= 20; at += 1) {
      await using folder = await tempFolder();
      const store = directoryStore(folder.path);
      const dying = dyingStore(store, at);
      const died = await ledgerOn(dying.store, first)
        .introduceKey(second.key)
        .then(
          () => false,
          (error: unknown) => error instanceof Died,
        );

      await ledgerOn(store, first).introduceKey(second.key);

      expect([at, (await ledgerOn(store, second).heartbeat()).sequence]).toEqual([at, 2]);
      expect(await found(store)).toEqual([]);
      if (!died) return;
    }
    throw new Error("it never got to its end");
  });
});

describe("a revoked key", () => {
  /** Entries 1 to 3 seal v1, v2 and other bytes as v3; 4 introduces the second key. */
  async function stolen() {
    const folder = await tempFolder();
    const store = directoryStore(folder.path);
    const [v1, v2, v3] = await publish(store, 143, 3);
    if (v1 === undefined || v2 === undefined || v3 === undefined) throw new Error("nothing was published");
    for (const version of [v1, v2]) await ledgerOn(store, first).seal("versions", [version]);
    const forged = { ...v3, sha256: sha256Hex("x") };
    await append(store, await ledgerOn(store, first).settle(), first, { kind: "versions", sealed: [forged] });
    await ledgerOn(store, first).introduceKey(second.key);
    return { store, v3, [Symbol.asyncDispose]: () => folder[Symbol.asyncDispose]() };
  }

  it("seals nothing from the entry on that is named, and that is sealed again by its successor", async () => {
    await using given = await stolen();
    const { store, v3 } = given;
    expect(await ledgerOn(store, second).revokeKey(first.key.id, 3)).toMatchObject({ sequence: 5 });
    expect(await ledgerOn(store, second).revokeKey(first.key.id, 3)).toBeUndefined();

    const { sealed } = await verified(store);
    expect([...sealed.of(143).keys()]).toEqual([1, 2]);
    expect(await ledgerOn(store, second).seal("versions", [v3])).toMatchObject({ sealed: [v3] });
    expect((await verified(store)).sealed.of(143).get(3)).toMatchObject({ sequence: 6, sha256: v3.sha256 });
    expect(await found(store)).toEqual([`warning revoked-key ${entryKey(ORG, 5)}`]);
  });

  it("gives way to a seal that had contradicted it before", async () => {
    await using given = await stolen();
    const { store, v3 } = given;
    await append(store, await ledgerOn(store, second).settle(), second, { kind: "versions", sealed: [v3] });
    expect(await found(store)).toEqual([`error altered ${entryKey(ORG, 5)}`]);

    await ledgerOn(store, second).revokeKey(first.key.id, 3);

    expect(await found(store)).toEqual([`warning revoked-key ${entryKey(ORG, 6)}`]);
    expect((await verified(store)).sealed.of(143).get(3)).toMatchObject({ sequence: 5 });
  });

  it("signs no more", async () => {
    await using given = await stolen();
    const { store } = given;
    await ledgerOn(store, second).revokeKey(first.key.id, 1);
    await expect(ledgerOn(store, first).heartbeat()).rejects.toMatchObject({ code: "revoked-key" });
    await append(store, await ledgerOn(store, second).settle(), first, { kind: "heartbeat" });
    expect(await found(store)).toContain(`error revoked-key ${entryKey(ORG, 6)}`);
  });

  it.each([
    ["that signs", () => second.key.id, 1, "introduce its successor"],
    ["that the ledger does not have", () => stranger.key.id, 1, "no such key"],
    ["from an entry on that is not there", () => first.key.id, 9, "entry 9 is not there; the last one is 4"],
  ])("is none %s", async (_, key, from, message) => {
    await using given = await stolen();
    await expect(ledgerOn(given.store, second).revokeKey(key(), from)).rejects.toThrow(
      new RegExp(message, "i"),
    );
    expect(await given.store.stat(entryKey(ORG, 5))).toBeUndefined();
  });

  it("is revoked by nobody who only may write to the vault: such an entry is not signed", async () => {
    await using given = await stolen();
    const { store } = given;
    const content = { kind: "revoke", revokedKeyId: first.key.id, revokedFrom: 1 } as const;
    const head = await ledgerOn(store, second).settle();
    const entry = nextEntry(head, content, { orgId: ORG, keyId: second.key.id, now: NOW, tool: "tests" });
    await store.create(entryKey(ORG, 5), entryBytes(entry));
    await expect(ledgerOn(store, second).heartbeat()).rejects.toMatchObject({ code: "unsigned-entry" });
    expect(await store.stat(signatureKey(ORG, 5))).toBeUndefined();
  });
});
