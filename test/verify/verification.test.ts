/** A sealed vault is verified: sound as it was made, and what the ledger adds to OCFL's own rules. */

import { generateKeyPairSync } from "node:crypto";
import { mkdir, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { seededRandom } from "../../cli/sandbox/random.ts";
import { handleVerify } from "../../functions/verify/handler.ts";
import { StoreError } from "../../shared/errors.ts";
import { type HoldRegister, holdRegister } from "../../shared/holds/hold-register.ts";
import { entryKey, publicKeyKey, signatureKey } from "../../shared/keys.ts";
import { entryBytes, nextEntry } from "../../shared/ledger/entry.ts";
import { publicKeyOf } from "../../shared/ledger/public-key.ts";
import { type LogFields, silentLogger } from "../../shared/log.ts";
import { directoryStore } from "../../shared/store/directory.ts";
import { folderTree } from "../../shared/store/folder-tree.ts";
import type { ObjectStore } from "../../shared/store/object-store.ts";
import { storeTree } from "../../shared/store/store-tree.ts";
import { storeTargets } from "../../shared/verify/targets.ts";
import { verify } from "../../shared/verify/verification.ts";
import type { Files } from "../ocfl/fixtures.ts";
import { type S3StandIn, startS3 } from "../stand-ins/s3/stand-in.ts";
import { makeVaultBuckets, vaultClient, vaultStore } from "../stand-ins/s3/vault.ts";
import { tempFolder } from "../temp.ts";
import { type MadeVault, makeVault, VaultTree } from "./sealed-vault.ts";
import { TAMPERINGS } from "./tampering.ts";
import { verifyFiles } from "./verify-files.ts";

const ORG = 22824;
let vault: MadeVault;
beforeAll(async () => {
  vault = await makeVault();
});

const errorsOf = <F extends { severity: string }>({ findings }: { readonly findings: readonly F[] }) =>
  findings.filter(({ severity }) => severity === "error");

const without = (...paths: string[]): Files =>
  new Map(
    [...vault.files].filter(([path]) => !paths.some((gone) => path === gone || path.startsWith(`${gone}/`))),
  );

/** The ledger's end from an entry on, as if it had never been written. */
const endFrom = (sequence: number): string[] =>
  Array.from({ length: 16 }, (_, index) => index + 1)
    .filter((each) => each >= sequence)
    .flatMap((each) => [entryKey(ORG, each), signatureKey(ORG, each)]);

describe("a vault with a ledger", () => {
  it("is sound as it was made, with and without its key and its last entry known", async () => {
    for (const pinned of [vault.pinned, []]) {
      const result = await verifyFiles(vault.files, { now: vault.now, pinned }, vault.head.sha256);
      expect(errorsOf(result)).toEqual([]);
      expect(result.ledgers).toEqual([{ orgId: ORG, entries: 16, versions: 4, head: vault.head }]);
    }
  });

  it.each(Object.entries(TAMPERINGS))("is found tampered with: %s", async (_, tamper) => {
    const files = new Map(vault.files);
    const { places } = tamper(files, seededRandom("one of each"));
    const named = errorsOf(await verifyFiles(files, vault)).map(({ path }) =>
      path.replace(/\.(sig|sha256)$/, ""),
    );
    for (const group of places) {
      expect(named.some((path) => group.some((one) => path === one.replace(/\.(sig|sha256)$/, "")))).toBe(
        true,
      );
    }
  });

  it("says of each finding in one word what it means", async () => {
    const gone = errorsOf(await verifyFiles(without("archive/22824/1001"), vault));
    expect(new Set(gone.map(({ kind, path }) => `${kind} ${path}`))).toEqual(
      new Set([
        "missing archive/22824/1001/v1/inventory.json",
        "rolled-back archive/22824/1001/inventory.json",
      ]),
    );
  });

  // E9
  it.each([
    ["archive/22824 ", "archive/22824"],
    ["archive/２２８２４", "archive/22824"],
    ["archive/022824", "archive/22824"],
    ["ledger/22824 ", "ledger/22824"],
    ["holds/22824 ", "ledger/22824"],
    ["acceptances/２２８２４", "ledger/22824"],
    ["archive/22824/143 ", "archive/22824/143"],
    ["archive/22824/１４３", "archive/22824/143"],
  ])("with a sound folder under another name is found: '%s'", async (name, of) => {
    const files = new Map(vault.files);
    for (const [path, bytes] of vault.files)
      if (path.startsWith(`${of}/`)) files.set(`${name}${path.slice(of.length)}`, bytes);
    const errors = errorsOf(await verifyFiles(files, vault));
    expect(errors.map(({ code, path }) => `${code} ${path}`)).toContain(`extra ${name}`);
  });

  it("whose newest entries were removed is found by the silence, and once that is short by the noted entry", async () => {
    const files = without(...endFrom(16));
    const soon = new Date(vault.now.getTime() - 2.5 * 3_600_000);
    expect(errorsOf(await verifyFiles(files, vault))).toMatchObject([
      { code: "gap", path: entryKey(ORG, 16) },
    ]);
    const unseen = { now: soon, pinned: vault.pinned };
    expect(errorsOf(await verifyFiles(files, unseen))).toEqual([]);
    expect(errorsOf(await verifyFiles(files, unseen, vault.head.sha256))).toMatchObject([
      { code: "gap", path: "ledger/22824" },
    ]);
  });

  // E5
  it("is found by the silence when its end was cut off and a sealer went on", async () => {
    const gone = without(...endFrom(16));
    const [head] = (await verifyFiles(gone, vault)).ledgers;
    const late = nextEntry(
      head?.head ?? undefined,
      { kind: "heartbeat" },
      {
        orgId: ORG,
        keyId: "0123456789abcdef".repeat(4),
        now: vault.now,
        tool: "tests",
      },
    );
    gone.set(entryKey(ORG, 16), entryBytes(late));
    const found = errorsOf(await verifyFiles(gone, vault)).map(({ code, path }) => `${code} ${path}`);
    expect(found).toContain(`gap ${entryKey(ORG, 16)}`);
  });

  it("whose whole ledger was removed looks like one that never had any, unless the key is known", async () => {
    const files = without("ledger");
    const unpinned = await verifyFiles(files, { now: vault.now, pinned: [] });
    expect([errorsOf(unpinned), unpinned.withoutLedger]).toEqual([[], [ORG]]);
    expect(errorsOf(await verifyFiles(files, vault))).toMatchObject([
      { code: "missing", path: "ledger/22824" },
    ]);
  });

  it("whose last entry is dated after now is warned of: its future would hide a silence", async () => {
    const now = new Date(Date.parse(vault.head.time) - 24 * 3_600_000);
    const { findings } = await verifyFiles(vault.files, { now, pinned: vault.pinned });
    expect(findings.filter(({ path }) => path.startsWith("ledger/"))).toEqual([
      expect.objectContaining({ code: "broken-chain", severity: "warning", path: entryKey(ORG, 16) }),
    ]);
  });

  it("with another key given is believed in nothing", async () => {
    const stranger = publicKeyOf(generateKeyPairSync("ec", { namedCurve: "P-256" }).publicKey);
    const errors = errorsOf(await verifyFiles(vault.files, { now: vault.now, pinned: [stranger] }));
    expect(errors.map(({ code }) => code)).toEqual(Array(16).fill("unknown-key"));
  });

  it("warns of versions that are not sealed yet, for a day", async () => {
    const files = without("ledger/22824/000000000003.json", ...endFrom(3));
    const archived = Date.parse("2026-01-02T03:04:05.678Z");
    const severitiesAfter = async (hours: number) => {
      const { findings } = await verifyFiles(files, {
        now: new Date(archived + hours * 3_600_000),
        pinned: vault.pinned,
      });
      return new Set(findings.filter(({ code }) => code === "unsealed").map(({ severity }) => severity));
    };
    expect([...(await severitiesAfter(23))]).toEqual(["warning"]);
    expect([...(await severitiesAfter(25))]).toEqual(["error"]);
  });
});

describe("in a folder and on S3", () => {
  let s3: S3StandIn;
  beforeAll(async () => {
    s3 = await startS3();
  });
  afterAll(() => s3.close());

  async function fill(store: ObjectStore, files: Files): Promise<void> {
    for (const [path, bytes] of files) await store.create(path, bytes);
  }

  it("the same is found as in memory, fully and quickly", async () => {
    const client = vaultClient(s3);
    await makeVaultBuckets(client);
    await using folder = await tempFolder();
    const files = new Map(vault.files);
    const { places } = TAMPERINGS["swap"]?.(files, seededRandom("here too")) ?? { places: [] };
    for (const [path, bytes] of files) {
      await mkdir(dirname(join(folder.path, path)), { recursive: true });
      await writeFile(join(folder.path, path), bytes);
    }
    const onS3 = vaultStore(client);
    await fill(onS3, files);
    const { signal } = new AbortController();
    const check = async (store: ObjectStore, tree = storeTree(store), mode: "quick" | "full" = "full") =>
      verify(await storeTargets({ store, tree }), { mode, now: vault.now, pinned: vault.pinned, signal });

    const { findings } = await verifyFiles(files, vault);
    const inFolder = directoryStore(folder.path);
    const found = [
      await check(inFolder),
      await check(inFolder, folderTree(folder.path)),
      await check(onS3),
      await check(onS3, storeTree(onS3), "quick"),
    ];

    expect(places.length).toBeGreaterThan(0);
    for (const each of found) expect(each.findings).toEqual(findings);
    expect(found.map(({ bytes }) => bytes > 0)).toEqual([true, true, true, false]);
    client.destroy();
  });
});

describe("the verify function", () => {
  const lines: (LogFields & { readonly event: string })[] = [];
  const note = (event: string, fields: LogFields = {}) => void lines.push({ event, ...fields });
  const log = { ...silentLogger, info: note, warn: note, error: note };
  const run = async (
    files: Files,
    leftMs = 120_000,
    most = 2_000,
    tree: VaultTree = new VaultTree(files),
    holds: Pick<HoldRegister, "list"> = { list: async () => [] },
    now = vault.now,
  ) => {
    lines.length = 0;
    const [publicKey] = vault.pinned;
    if (publicKey === undefined) throw new Error("no key");
    const wired = {
      orgId: ORG,
      rota: { everyHours: 24, withinDays: 30 },
      tree,
      holds,
      publicKey: async () => publicKey,
      log,
      now: () => now,
      most,
      wait: async () => {},
    };
    return handleVerify(wired, {}, { awsRequestId: "request", getRemainingTimeInMillis: () => leftMs });
  };

  it("finds a whole vault sound, and says what it covered", async () => {
    const result = {
      tickets: 3,
      checked: 3,
      unchecked: 0,
      covered: "all",
      late: 0,
      entries: 16,
      checkpoint: 0,
      errors: 0,
      warnings: 0,
    };
    expect(await run(vault.files)).toMatchObject(result);
    expect(lines).toEqual([expect.objectContaining({ event: "verify.completed", orgId: ORG, ...result })]);
    expect(await run(vault.files, 120_000, 2)).toMatchObject({ checked: 2, covered: "due" });
    expect(await run(vault.files, 1_000)).toMatchObject({ checked: 0, covered: "due" });
  });

  it("misses no archive of an account that has heartbeats alone until now", async () => {
    const [key] = vault.pinned;
    const kept = [entryKey(ORG, 1), signatureKey(ORG, 1), publicKeyKey(ORG, key?.id ?? "")];
    const files: Files = new Map([...vault.files].filter(([path]) => kept.includes(path)));
    const now = new Date("2026-01-02T05:04:05.678Z");
    const { findings, ledgers } = await verifyFiles(files, { now, pinned: vault.pinned });
    expect([ledgers.length, findings]).toEqual([1, []]);
    await run(files);
    const places = lines.flatMap(({ event, path }) => (event === "verify.finding" ? [path] : []));
    // The vault's clock is later by a day: of that silence alone it tells.
    expect(places).toEqual([entryKey(ORG, 2)]);
  });

  it("has nothing to check, and nothing to say, where there is neither an archive nor a ledger yet", async () => {
    const nothing = { tickets: 0, checked: 0, unchecked: 0, covered: "nothing", errors: 0, warnings: 0 };
    expect(await run(new Map())).toMatchObject(nothing);
    expect(lines.map(({ event }) => event)).toEqual(["verify.completed"]);
    expect(await run(without("ledger"))).toMatchObject({ errors: 1 });
    expect((await run(without("archive"))).errors).toBeGreaterThan(3);
  });

  it("goes on when tickets cannot be read, and names them as not checked", async () => {
    const unreadable = new (class extends VaultTree {
      override async read(path: string) {
        if (path.startsWith("archive/22824/1001/")) throw new StoreError("access-denied", "S3 refused");
        if (path.startsWith("archive/22824/1000/")) throw new TypeError("a text of the customer's");
        return super.read(path);
      }
    })(vault.files);

    const result = await run(vault.files, 120_000, 2_000, unreadable);

    expect(result).toMatchObject({ tickets: 3, checked: 1, unchecked: 2, covered: "due", errors: 2 });
    const found = lines.filter(({ event }) => event === "verify.finding");
    expect(found).toHaveLength(2);
    const named = { kind: "unchecked", severity: "error" };
    for (const [ticketId, code] of [
      [1000, "unexpected"],
      [1001, "access-denied"],
    ]) {
      const line = { ...named, ticketId, code, path: `archive/22824/${ticketId}` };
      expect(found).toContainEqual(expect.objectContaining(line));
    }
    expect(JSON.stringify(lines)).not.toContain("customer");
    expect(lines.at(-1)).toMatchObject({ event: "verify.completed", unchecked: 2, errors: 2 });
  });

  // H1
  it("logs a warning as one", async () => {
    const before = new Date(Date.parse(vault.head.time) - 24 * 3_600_000);
    await run(vault.files, 120_000, 2_000, undefined, undefined, before);
    expect(lines).toContainEqual(
      expect.objectContaining({ event: "verify.finding", severity: "warning", code: "broken-chain" }),
    );
  });

  it("names records of legal holds that are not whole, and verifies the rest", async () => {
    await using folder = await tempFolder();
    const store = directoryStore(folder.path);
    await store.create(`holds/${ORG}/acme/000002.json`, Buffer.from("{}"));
    const holds = holdRegister({ store, orgId: ORG, now: () => vault.now, changedFiles: undefined });

    const result = await run(vault.files, 120_000, 2_000, new VaultTree(vault.files), holds);

    expect(result).toMatchObject({ checked: 3, errors: 1 });
    const named = { kind: "altered", code: "hold-altered", path: `holds/${ORG}` };
    expect(lines).toContainEqual(expect.objectContaining({ event: "verify.finding", ...named }));
  });

  it("logs each finding by kind and place, without a file's name", async () => {
    const files = new Map(vault.files);
    const attachment = [...files.keys()].find((path) => path.includes("/attachments/")) ?? "";
    files.delete(attachment);
    const { errors } = await run(without("archive/22824/1001", attachment));
    expect(errors).toBeGreaterThan(1);
    const found = lines.filter(({ event }) => event === "verify.finding");
    expect(found).toContainEqual(
      expect.objectContaining({ kind: "missing", path: "archive/22824/1001/v1/inventory.json" }),
    );
    expect(JSON.stringify(lines)).not.toContain(attachment.split("/").at(-1));
    expect(JSON.stringify(lines)).toContain("-…");
  });
});
