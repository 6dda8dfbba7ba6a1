/** The loops of the archive's writers end where they stand, whatever the store answers. */
import { generateKeyPairSync, sign } from "node:crypto";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { type Sandbox, startSandbox } from "../../cli/sandbox/sandbox.ts";
import { readHead } from "../../shared/archive/head.ts";
import { sidecarKey, ticketPlace } from "../../shared/archive/place.ts";
import { settleSidecar } from "../../shared/archive/sidecar.ts";
import { takeAttachments } from "../../shared/archive/take-attachments.ts";
import { TransferError } from "../../shared/errors.ts";
import { holdRegister } from "../../shared/holds/hold-register.ts";
import { publicKeyOf } from "../../shared/ledger/public-key.ts";
import { silentLogger } from "../../shared/log.ts";
import { Ledger } from "../../shared/seal/ledger.ts";
import { directoryStore } from "../../shared/store/directory.ts";
import type { ObjectStore } from "../../shared/store/object-store.ts";
import type { DraftAttachment } from "../../shared/ticket/read-attachments.ts";
import { UNPACED } from "../leadsquared/unpaced.ts";
import { overriding } from "../store/overriding.ts";
import { type TempFolder, tempFolder } from "../temp.ts";
import { harness } from "./harness.ts";

const OBJECT = "archive/22824/143";

let sandbox: Sandbox;
let folder: TempFolder;
let store: ObjectStore;
beforeAll(async () => {
  sandbox = await startSandbox({ limit: { calls: 1_000_000 } });
});
afterAll(() => sandbox.close());
beforeEach(async () => {
  sandbox.reset();
  folder = await tempFolder();
  store = directoryStore(folder.path);
  return () => folder[Symbol.asyncDispose]();
});

function addMessage(Id: number): void {
  const ticket = structuredClone(sandbox.ticket(143));
  const [first] = ticket?.ConversationList ?? [];
  if (ticket === undefined || first === undefined) throw new Error("ticket 143 is not there");
  ticket.ConversationList.push({ ...first, Id, Attachments: [] });
  sandbox.setTicket(143, ticket);
}

async function archive(on: ObjectStore) {
  await using wired = harness(sandbox, on, { pacer: UNPACED });
  return await wired.archive(143);
}

/** The store, refusing the chosen writes as if their conditions did not hold; and how often each key was written. */
function refusing(what: "create" | "replace", key: RegExp = /./) {
  const writes = new Map<string, number>();
  const counted = (at: string) => writes.set(at, (writes.get(at) ?? 0) + 1);
  const refuses = (method: string, at: string) => method === what && key.test(at);
  const deaf = overriding(store, {
    create: async (at, bytes) => {
      counted(at);
      return refuses("create", at) ? "exists" : store.create(at, bytes);
    },
    replace: async (at, bytes, tag) => {
      counted(at);
      return refuses("replace", at) ? "changed" : store.replace(at, bytes, tag);
    },
  });
  return { store: deaf, most: () => Math.max(...writes.values()) };
}

const headOf = async () => (await readHead(ticketPlace(store, sandbox.orgId, 143)))?.inventory.head;

describe("F30: a store that refuses what nobody else has written", () => {
  it.each([
    ["the root inventory", /143\/inventory\.json$/, "v1"],
    ["its sidecar", /143\/inventory\.json\.sha256$/, "v2"],
  ])(
    "is named when it refuses to replace %s, and no version is said to be archived",
    async (_, key, stands) => {
      await archive(store);
      addMessage(1001);
      const refused = refusing("replace", key);
      for (const _time of ["first", "second", "third"]) {
        await expect(archive(refused.store)).rejects.toMatchObject({
          code: "conditions-not-honoured",
          retryable: false,
        });
      }
      expect(refused.most()).toBeLessThanOrEqual(3);
      const root = await store.read(`${OBJECT}/inventory.json`);
      expect(JSON.parse(String(Buffer.from(root?.bytes ?? [])))).toMatchObject({ head: stands });
      expect(await archive(store)).toMatchObject({ version: "v2" });
      expect(await headOf()).toBe("v2");
    },
  );

  it.each([
    ["a claim", /v1\/inventory\.json$/],
    ["a version's sidecar", /v1\/inventory\.json\.sha256$/],
    ["the object's declaration", /ocfl_object/],
    ["the first root inventory", /143\/inventory\.json$/],
    ["the first root sidecar", /143\/inventory\.json\.sha256$/],
  ])("is named when it refuses to create %s", async (_, key) => {
    const refused = refusing("create", key);
    await expect(archive(refused.store)).rejects.toMatchObject({ code: "conditions-not-honoured" });
    expect(refused.most()).toBeLessThanOrEqual(3);
    expect(await archive(store)).toMatchObject({ version: "v1" });
  });

  it("gets no entry of the ledger, and no record of a hold", async () => {
    const refused = refusing("create", /\d\.json$/);
    const { privateKey, publicKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
    const signer = {
      publicKey: async () => publicKeyOf(publicKey),
      sign: async (bytes: Uint8Array) => sign("sha256", bytes, privateKey),
    };
    const { orgId } = sandbox;
    const common = { orgId, store: refused.store, now: () => new Date(), log: silentLogger };
    const ledger = new Ledger({ ...common, signer, tool: "tests" });
    await expect(ledger.heartbeat()).rejects.toMatchObject({ code: "conditions-not-honoured" });
    const register = holdRegister({ ...common, changedFiles: undefined });
    const placed = register.place("acme", [143], { by: "counsel", reason: "litigation" });
    await expect(placed).rejects.toMatchObject({ code: "conditions-not-honoured" });
    expect(refused.most()).toBe(1);
  });
});

it("a sidecar of a claimed version with other bytes stops the publication", async () => {
  await store.create(`${OBJECT}/v1/inventory.json.sha256`, Buffer.from("other"));
  await expect(archive(store)).rejects.toMatchObject({ code: "inventory-altered" });
});

describe("where others are always quicker", () => {
  it("a run gives up after its rounds, and says so", async () => {
    let others = 0;
    const overtaken = overriding(store, {
      // Somebody else claims each version first, of the same files, and the ticket changes meanwhile.
      create: async (key, bytes) => {
        if (/v\d+\/inventory\.json$/.test(key)) {
          others += 1;
          addMessage(2000 + others);
          const theirs = Buffer.from(bytes).toString().replace("Reason: test", "Reason: theirs");
          await store.create(key, Buffer.from(theirs));
        }
        return store.create(key, bytes);
      },
    });
    await expect(archive(overtaken)).rejects.toMatchObject({ code: "contended", retryable: true });
    expect(others).toBe(50);
  });

  it("an attachment whose every fresh URL is dead has expired", async () => {
    let urls = 0;
    const described = { sourceUrl: "https://files.example/a", declaredSize: null };
    const attachment = { identity: "a".repeat(64), position: 1, described } as unknown as DraftAttachment;
    const { outcomes } = await takeAttachments([attachment], new Map(), {
      place: ticketPlace(store, sandbox.orgId, 143),
      urls: { get: () => `https://files.example/a?${urls}`, refresh: async () => true },
      open: async () => {
        urls += 1;
        throw new TransferError("expired", "dead on arrival");
      },
      log: silentLogger,
      backoffMs: 1,
      signal: undefined,
      timeOver: undefined,
      doubtsRested: true,
    });
    expect([...outcomes.values()]).toEqual([{ status: "failed", reason: "expired" }]);
    expect(urls).toBe(3);
  });

  it("a head is read so often and no more", async () => {
    await archive(store);
    const place = ticketPlace(store, sandbox.orgId, 143);
    let reads = 0;
    const restless = overriding(store, {
      // Whenever the head is read, its sidecar is of another version; whoever then settles it finds it settled.
      read: async (key) => {
        const file = await store.read(key);
        if (key !== sidecarKey(place)) return file;
        reads += 1;
        return reads % 2 === 1 ? file && { ...file, bytes: Buffer.from("of another version") } : file;
      },
    });
    await expect(readHead({ ...place, store: restless })).rejects.toMatchObject({ code: "contended" });
    expect(reads).toBeLessThanOrEqual(40);
  });

  it("a sidecar is settled so often and no more", async () => {
    await archive(store);
    const place = ticketPlace(store, sandbox.orgId, 143);
    let reads = 0;
    const restless = overriding(store, {
      read: async (key) => {
        const file = await store.read(key);
        if (key !== sidecarKey(place)) return file;
        reads += 1;
        return file && { ...file, bytes: Buffer.from("of another version"), tag: `tag ${reads}` };
      },
    });
    await expect(settleSidecar({ ...place, store: restless })).rejects.toMatchObject({ code: "contended" });
    expect(reads).toBeLessThanOrEqual(40);
  });
});
