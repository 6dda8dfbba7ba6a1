/** The scheduled verification on a virtual clock: whatever was sealed, however long ago, has its turn, and what is late is told. */
import { generateKeyPairSync, sign } from "node:crypto";
import { readdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { handleSeal } from "../../functions/seal/handler.ts";
import { handleVerify } from "../../functions/verify/handler.ts";
import { entryKey, objectKey, signatureKey } from "../../shared/keys.ts";
import { checkpointKey, checkpointsKey, listsKey } from "../../shared/ledger/checkpoint-keys.ts";
import { entryBytes, headOf, type LedgerHead, nextEntry } from "../../shared/ledger/entry.ts";
import { publicKeyOf } from "../../shared/ledger/public-key.ts";
import type { LogFields } from "../../shared/log.ts";
import { silentLogger } from "../../shared/log.ts";
import { sidecarBytes } from "../../shared/ocfl/inventory.ts";
import { OBJECT_DECLARATION } from "../../shared/ocfl/layout.ts";
import { Ledger } from "../../shared/seal/ledger.ts";
import type { Signer } from "../../shared/seal/signer.ts";
import { directoryStore } from "../../shared/store/directory.ts";
import { ensureStorageRoot } from "../../shared/store/storage-root.ts";
import { storeTree } from "../../shared/store/store-tree.ts";
import { storeTargets } from "../../shared/verify/targets.ts";
import { verify } from "../../shared/verify/verification.ts";
import { ORG, publish } from "../seal/archived.ts";
import { batch, CONTEXT, notice } from "../seal/sealer.ts";
import { tempFolder } from "../temp.ts";

const HOUR = 3_600_000;
/** Each in another hundred. */
const TICKETS = [7, 150, 250, 1_250, 2_600, 99_950];
/** By far more than one run reads. */
const HEARTBEATS = 1_100;
/** Six runs get through all. */
const ROTA = { everyHours: 2, withinDays: 0.5 };
const RUNS = 6;

let vault: Awaited<ReturnType<typeof makeLivedVault>>;
beforeAll(async () => {
  vault = await makeLivedVault();
}, 60_000);
afterAll(() => vault[Symbol.asyncDispose]());

/** Sealed tickets under months of heartbeats, and both functions on a clock that the test turns. */
async function makeLivedVault() {
  const folder = await tempFolder();
  const place = join(folder.path, "vault");
  const store = directoryStore(place);
  const pair = generateKeyPairSync("ec", { namedCurve: "P-256" });
  const key = publicKeyOf(pair.publicKey);
  const signer: Signer = {
    publicKey: async () => key,
    sign: async (bytes) => sign("sha256", bytes, { key: pair.privateKey, dsaEncoding: "der" }),
  };
  let time = Date.parse("2026-01-02T04:00:00.000Z");
  const now = () => new Date(time);
  const logged: (LogFields & { readonly event: string })[] = [];
  const note = (event: string, fields: LogFields = {}) => void logged.push({ event, ...fields });
  const log = { ...silentLogger, info: note, warn: note, error: note };
  const ledgerOf = () => new Ledger({ orgId: ORG, store, signer, log, now, tool: "tests" });
  const events = { publish: async () => {} };
  const outside = { authorities: [], ask: () => expect.fail("nobody is asked") };
  const requests = { send: async () => {} };
  const sealing = { orgId: ORG, signer, outside, store, ledgerOf, events, requests, log, now };
  const seal = (event: Parameters<typeof handleSeal>[1]) => handleSeal(sealing, event, CONTEXT);

  await seal({});
  const sealed = [];
  await ensureStorageRoot(store, ORG);
  for (const ticketId of TICKETS) {
    const versions = await publish(store, ticketId, 2);
    const { name, bytes } = OBJECT_DECLARATION;
    await store.create(`${objectKey(ORG, ticketId)}/${name}`, bytes);
    for (const { key: each, sha256 } of versions) await store.create(`${each}.sha256`, sidecarBytes(sha256));
    sealed.push(...versions);
  }
  await seal(batch(notice(...sealed.map(({ key: each }) => each))));
  let head: LedgerHead | undefined = await ledgerOf().settle();
  for (let beat = 0; beat < HEARTBEATS; beat += 1) {
    time += 2.5 * HOUR;
    const entry = nextEntry(
      head,
      { kind: "heartbeat" },
      { orgId: ORG, keyId: key.id, now: now(), tool: "tests" },
    );
    const bytes = entryBytes(entry);
    await writeFile(join(place, entryKey(ORG, entry.sequence)), bytes);
    await writeFile(join(place, signatureKey(ORG, entry.sequence)), await signer.sign(bytes));
    head = headOf(entry, bytes);
  }
  await seal({ checkpoint: {} });

  return {
    store,
    tree: storeTree(store),
    now,
    pinned: [key],
    logged,
    file: (path: string) => join(place, path),
    head: () => ledgerOf().settle(),
    /** The next run of the schedules, two hours later; what `verify` answers. */
    async run(more: { readonly leftMs?: number; readonly most?: number; readonly planned?: string } = {}) {
      const { leftMs = 120_000, most = 0, planned = now().toISOString() } = more;
      time += 2 * HOUR;
      await seal({});
      return handleVerify(
        {
          orgId: ORG,
          tree: storeTree(store),
          holds: { list: async () => [] },
          publicKey: async () => key,
          rota: ROTA,
          log,
          now,
          most,
          wait: async () => {},
        },
        { planned },
        { ...CONTEXT, getRemainingTimeInMillis: () => leftMs },
      );
    },
    seal,
    /** So many heartbeats of the sealer. */
    async beat(times: number) {
      for (let beat = 0; beat < times; beat += 1) {
        time += 2.5 * HOUR;
        await seal({});
      }
    },
    /** The errors that were logged since the last call. */
    found(): string[] {
      const errors = logged
        .splice(0)
        .filter(({ event, severity }) => event === "verify.finding" && severity === "error");
      return errors.map(({ kind, path }) => `${kind} ${path}`);
    },
    [Symbol.asyncDispose]: () => folder[Symbol.asyncDispose](),
  };
}

describe("the scheduled verification of a vault of months", () => {
  it("reads a checkpoint and what came since, and has every ticket once in its turns", async () => {
    const results = [];
    for (let run = 0; run < RUNS; run += 1) results.push(await vault.run());
    expect(vault.found()).toEqual([]);
    expect(results.map(({ covered, late }) => [covered, late])).toEqual(Array(RUNS).fill(["due", 0]));
    expect(results.reduce((sum, { checked }) => sum + checked, 0)).toBe(TICKETS.length);
    expect(Math.max(...results.map(({ entries }) => entries))).toBeLessThan(2 * RUNS);
    expect(await vault.run({ most: 100 })).toMatchObject({
      covered: "all",
      checked: TICKETS.length,
      errors: 0,
    });
  });

  it("is of a vault that the command finds sound, checkpoints and all, and not once one of them says something else", async () => {
    const byHand = async () => {
      const targets = await storeTargets(vault);
      const options = {
        mode: "quick",
        now: vault.now(),
        pinned: vault.pinned,
        signal: new AbortController().signal,
      };
      const { findings } = await verify(targets, options as Parameters<typeof verify>[1]);
      return findings
        .filter(({ severity }) => severity === "error")
        .map(({ kind, path }) => `${kind} ${path}`);
    };
    expect(await byHand()).toEqual([]);
    const checkpoints = (await readdir(vault.file(checkpointsKey(ORG)))).filter((name) =>
      name.endsWith(".json"),
    );
    const path = `${checkpointsKey(ORG)}/${checkpoints.toSorted().at(-1)}`;
    const bytes = await readFile(vault.file(path));
    await writeFile(vault.file(path), String(bytes).replace(/"files": \d+/, '"files": 1'));
    expect(await byHand()).toContain(`altered ${path}`);
    await writeFile(vault.file(path), bytes);
  });

  it("goes by the time that a run was planned for, so that one that comes late skips nothing", async () => {
    const planned = "2027-01-01T00:00:00.000Z";
    const [first, again] = [await vault.run({ planned }), await vault.run({ planned })];
    expect(again.checked).toBe(first.checked);
  });

  it("tells what was due and not reached, and a checkpoint that nobody writes any more", async () => {
    let late = 0;
    for (let run = 0; run < RUNS; run += 1) late += (await vault.run({ leftMs: 1_000 })).late;
    expect(late).toBeGreaterThanOrEqual(TICKETS.length);
    const told = vault.logged.filter(({ event }) => event === "verify.late");
    expect(told.reduce((sum, { left }) => sum + Number(left), 0)).toBe(late);
    expect(new Set(told.map(({ what }) => what))).toEqual(new Set(["tickets"]));
    vault.found();
    await vault.beat(30);
    await vault.run();
    expect(vault.logged).toContainEqual(
      expect.objectContaining({ event: "verify.late", what: "checkpoint" }),
    );
    expect(vault.found()).toEqual([]);
    await vault.seal({ checkpoint: {} });
  });

  // E2
  it("finds within its turns what was deleted, rolled back, rewritten and exchanged months after it was sealed", async () => {
    await rm(vault.file(objectKey(ORG, 7)), { recursive: true });
    const rolledBack = vault.file(objectKey(ORG, 150));
    for (const name of ["inventory.json", "inventory.json.sha256"]) {
      const old = join(rolledBack, "v1", name);
      await writeFile(
        join(rolledBack, name),
        await readFile(name.endsWith("256") ? join(rolledBack, name) : old),
      );
    }
    const rewritten = `${objectKey(ORG, 99_950)}/v1/inventory.json`;
    await writeFile(
      vault.file(rewritten),
      Buffer.concat([await readFile(vault.file(rewritten)), Buffer.from("\n")]),
    );
    await writeFile(vault.file(signatureKey(ORG, 500)), await readFile(vault.file(signatureKey(ORG, 501))));
    await rm(vault.file(entryKey(ORG, 1_020)));

    for (let run = 0; run < RUNS; run += 1) await vault.run();

    const found = vault.found();
    expect(found).toContain(`missing ${objectKey(ORG, 7)}/v1/inventory.json`);
    expect(found).toContain(`rolled-back ${objectKey(ORG, 150)}/inventory.json`);
    expect(found).toContain(`altered ${rewritten}`);
    expect(found).toContain(`bad-signature ${signatureKey(ORG, 500)}`);
    expect(found).toContain(`missing ${entryKey(ORG, 1_020)}`);
  });

  it("names a list of the checkpoint that holds other bytes, and does not go by it", async () => {
    const lists = await readdir(vault.file(listsKey(ORG)));
    for (const name of lists) {
      const path = vault.file(`${listsKey(ORG)}/${name}`);
      await writeFile(path, String(await readFile(path)).replace(/^./, "0"));
    }
    vault.found();
    for (let run = 0; run < RUNS; run += 1) await vault.run();
    expect(
      vault.found().filter((each) => each.startsWith(`altered ${listsKey(ORG)}`)).length,
    ).toBeGreaterThan(0);
  });

  // E5
  it("misses the end that a checkpoint covers, after a sealer has gone on without it", async () => {
    const covered =
      (await readdir(vault.file(checkpointsKey(ORG))))
        .filter((name) => name.endsWith(".json"))
        .toSorted()
        .at(-1) ?? "";
    const last = Number.parseInt(covered, 10);
    const end = (await vault.head())?.sequence ?? 0;
    for (let sequence = last - 1; sequence <= end; sequence += 1) {
      await rm(vault.file(entryKey(ORG, sequence)));
      await rm(vault.file(signatureKey(ORG, sequence)));
    }
    vault.found();
    await vault.run();
    expect(vault.found()).toContain(`gap ${entryKey(ORG, last)}`);
    expect(covered).toBe(checkpointKey(ORG, last).split("/").at(-1));
  });
});
