/** Legal holds: their record, and what they keep from being deleted. */
import { DeleteObjectCommand, ListObjectVersionsCommand, type S3Client } from "@aws-sdk/client-s3";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type Sandbox, startSandbox } from "../../cli/sandbox/sandbox.ts";
import { applyHolds } from "../../shared/holds/apply-holds.ts";
import { heldTickets } from "../../shared/holds/held-tickets.ts";
import { type HoldRegister, holdRegister } from "../../shared/holds/hold-register.ts";
import { silentLogger } from "../../shared/log.ts";
import type { LegalHold } from "../../shared/store/legal-hold.ts";
import type { ObjectStore } from "../../shared/store/object-store.ts";
import { s3LegalHold } from "../../shared/store/s3-legal-hold.ts";
import { Died } from "../archive/dying-store.ts";
import { type Harness, harness } from "../archive/harness.ts";
import { type S3StandIn, startS3 } from "../stand-ins/s3/stand-in.ts";
import {
  ARCHIVE_BUCKET,
  makeVaultBuckets,
  STAGING_BUCKET,
  vaultClient,
  vaultStore,
} from "../stand-ins/s3/vault.ts";
import { overriding } from "../store/overriding.ts";

const MANDATE = { by: "counsel", reason: "litigation" };
const TICKET = 143;
/** Another number with the same content. */
const OTHER = 144;

let sandbox: Sandbox;
let s3: S3StandIn;
let client: S3Client;
let store: ObjectStore;
let register: HoldRegister;
let vault: Harness;

beforeEach(async () => {
  sandbox = await startSandbox();
  const ticket = sandbox.ticket(TICKET);
  if (ticket !== undefined) sandbox.setTicket(OTHER, structuredClone(ticket));
  s3 = await startS3();
  client = vaultClient(s3);
  await makeVaultBuckets(client);
  store = vaultStore(client);
  const { changedFiles } = s3LegalHold({ client, bucket: ARCHIVE_BUCKET, prefix: "" });
  const now = () => new Date("2026-03-04T05:06:07.890Z");
  register = holdRegister({ store, orgId: sandbox.orgId, now, changedFiles });
  vault = harness(sandbox, store);
});

afterEach(async () => {
  await vault[Symbol.asyncDispose]();
  client.destroy();
  await s3.close();
  await sandbox.close();
});

const dependencies = (bucket = ARCHIVE_BUCKET) => ({
  orgId: sandbox.orgId,
  register,
  legalHold: s3LegalHold({ client, bucket, prefix: "" }),
  log: silentLogger,
});

/** Tries to delete every version of every file of a ticket, as whoever may bypass the retention: what is left. */
async function deleteAll(ticketId: number): Promise<{ all: number; left: number }> {
  const { Versions = [] } = await client.send(
    new ListObjectVersionsCommand({
      Bucket: ARCHIVE_BUCKET,
      Prefix: `archive/${sandbox.orgId}/${ticketId}/`,
    }),
  );
  let left = 0;
  for (const { Key, VersionId } of Versions) {
    const command = { Bucket: ARCHIVE_BUCKET, Key, VersionId, BypassGovernanceRetention: true };
    await client.send(new DeleteObjectCommand(command)).catch(() => {
      left += 1;
    });
  }
  return { all: Versions.length, left };
}

function editTicket(): void {
  const ticket = structuredClone(sandbox.ticket(TICKET));
  const first = ticket?.ConversationList[0];
  if (ticket === undefined || first === undefined) throw new Error("The sandbox has no such ticket.");
  first.Text = "edited";
  sandbox.setTicket(TICKET, ticket);
}

describe("a ticket under a matter", () => {
  it("cannot be deleted, not even by bypassing the retention", async () => {
    await vault.archive(TICKET);
    await applyHolds(dependencies(), (await register.place("acme-v-us", [TICKET], MANDATE)).tickets);

    const { all, left } = await deleteAll(TICKET);

    expect(all).toBe(9);
    expect(left).toBe(all);
  });

  it("has its next versions written held from their first moment on", async () => {
    await vault.archive(TICKET);
    await applyHolds(dependencies(), (await register.place("acme-v-us", [TICKET], MANDATE)).tickets);
    editTicket();

    expect(await vault.archive(TICKET)).toMatchObject({ outcome: "archived", version: "v2" });

    const { all, left } = await deleteAll(TICKET);
    expect(left).toBe(all);
  });

  it("is released when the last of its matters ends, and not before", async () => {
    await vault.archive(TICKET);
    await register.place("one", [TICKET], MANDATE);
    await applyHolds(dependencies(), (await register.place("two", [TICKET, 9], MANDATE)).tickets);

    await applyHolds(dependencies(), (await register.release("one", MANDATE)).tickets);
    expect((await deleteAll(TICKET)).left).toBeGreaterThan(0);

    await applyHolds(dependencies(), (await register.release("two", MANDATE)).tickets);
    expect((await deleteAll(TICKET)).left).toBe(0);
  });

  it("is held from its first version on when it was placed before it was archived", async () => {
    await register.place("early", [TICKET], MANDATE);
    await using aware = harness(sandbox, store);

    await aware.archive(TICKET);
    await aware.archive(OTHER);

    const { all, left } = await deleteAll(TICKET);
    expect(left).toBe(all);
    expect((await deleteAll(OTHER)).left).toBe(0);
  });

  it("is held from its first version on when another run died after claiming it", async () => {
    const dying = overriding(store, { publish: () => Promise.reject(new Died()) });
    await using first = harness(sandbox, dying);
    await expect(first.archive(TICKET)).rejects.toThrow(Died);
    await applyHolds(dependencies(), (await register.place("early", [TICKET], MANDATE)).tickets);
    await using aware = harness(sandbox, store);

    await aware.archive(TICKET);

    const { all, left } = await deleteAll(TICKET);
    expect(left).toBe(all);
  });

  it("is not given a version that could not be held, when the records cannot be read", async () => {
    await store.create(`holds/${sandbox.orgId}/acme/000001.json`, Buffer.from("{}"));
    await using aware = harness(sandbox, store);

    await expect(aware.archive(TICKET)).rejects.toMatchObject({ code: "hold-altered" });

    expect(await deleteAll(TICKET)).toEqual({ all: 0, left: 0 });
  });

  it("has its next version written held although a run under way left a head that is not", async () => {
    await vault.archive(TICKET);
    await register.place("acme", [TICKET], MANDATE);
    editTicket();
    await using aware = harness(sandbox, store);

    await aware.archive(TICKET);

    const { all, left } = await deleteAll(TICKET);
    // The seven files of v2, the root's among them; those of v1 are the queue's to hold.
    expect({ all, left }).toEqual({ all: 16, left: 7 });
  });

  it("stays held when it is placed under another matter while it is being released", async () => {
    await vault.archive(TICKET);
    let stale = true;
    const racing = {
      ...register,
      async heldTickets() {
        const seen = await register.heldTickets();
        if (stale) {
          stale = false;
          await applyHolds(dependencies(), (await register.place("late", [TICKET], MANDATE)).tickets);
        }
        return seen;
      },
    };

    await applyHolds({ ...dependencies(), register: racing }, [TICKET]);

    const { all, left } = await deleteAll(TICKET);
    expect(left).toBe(all);
  });

  it("is released in the end when its last matter ends while it is being held", async () => {
    await vault.archive(TICKET);
    const { tickets } = await register.place("short", [TICKET], MANDATE);
    const { legalHold, ...others } = dependencies();
    let late = false;
    const racing: LegalHold = {
      ...legalHold,
      async set(...what) {
        if (!late) {
          late = true;
          await applyHolds(dependencies(), (await register.release("short", MANDATE)).tickets);
        }
        return legalHold.set(...what);
      },
    };

    await applyHolds({ ...others, legalHold: racing }, tickets);

    expect((await deleteAll(TICKET)).left).toBe(0);
  });

  it("is given up, to be tried again, when its records change all the time", async () => {
    let reads = 0;
    const restless: HoldRegister = {
      ...register,
      heldTickets: async () => {
        reads += 1;
        return new Map(reads % 2 === 0 ? [] : [[TICKET, ["acme"]]]);
      },
    };

    const applied = applyHolds({ ...dependencies(), register: restless }, [TICKET]);

    await expect(applied).rejects.toMatchObject({ code: "contended", retryable: true });
  });

  it("is not released any further once the time is over", async () => {
    await vault.archive(TICKET);
    await applyHolds(dependencies(), (await register.place("acme", [TICKET], MANDATE)).tickets);
    await register.release("acme", MANDATE);

    const over = new AbortController();
    const listing = vaultClient(s3);
    listing.middlewareStack.add(
      (next) => async (args) => {
        const listed = await next(args);
        over.abort(new Error("over"));
        return listed;
      },
      { step: "initialize" },
    );
    const legalHold = s3LegalHold({ client: listing, bucket: ARCHIVE_BUCKET, prefix: "" });

    const applied = applyHolds({ ...dependencies(), legalHold }, [TICKET], { signal: over.signal });

    await expect(applied).rejects.toThrow("over");
    listing.destroy();
    const { all, left } = await deleteAll(TICKET);
    expect(left).toBe(all);
  });
});

it("the records are read once a minute, also by a function that was frozen between", async () => {
  const clock = { now: 0, reads: 0 };
  const records = {
    heldTickets: async () => {
      clock.reads += 1;
      return new Map(clock.reads > 1 ? [[TICKET, ["acme"]]] : []);
    },
  };
  const isHeld = heldTickets({ register: records, now: () => clock.now });

  expect([await isHeld(TICKET), await isHeld(9)]).toEqual([false, false]);
  expect(clock.reads).toBe(1);
  clock.now = 60_001;
  expect(await isHeld(TICKET)).toBe(true);
});

describe("the record of a matter", () => {
  it("keeps who, when and why of every change, each entry with the digest of the one before", async () => {
    await register.place("acme", [9, 143], MANDATE);
    await register.place("acme", [143, 144], { by: "paralegal", reason: "one more" });
    await register.release("acme", { by: "counsel", reason: "settled" });

    const { entries, tickets } = await register.read("acme");

    expect(tickets).toEqual([]);
    expect(entries.map(({ action, tickets: changed, by, reason }) => [action, changed, by, reason])).toEqual([
      ["place", [9, 143], "counsel", "litigation"],
      ["place", [144], "paralegal", "one more"],
      ["release", [9, 143, 144], "counsel", "settled"],
    ]);
    expect(entries[0]?.previous).toBeNull();
    expect(entries[2]?.previous).toMatch(/^[0-9a-f]{64}$/);
    expect(entries[0]?.at).toBe("2026-03-04T05:06:07.890Z");
  });

  it("gets no entry for what changes nothing, and still names the tickets to look at", async () => {
    await register.place("acme", [143], MANDATE);
    expect(await register.place("acme", [143], MANDATE)).toMatchObject({ changed: false, tickets: [143] });
    await register.release("acme", MANDATE);
    expect(await register.release("acme", MANDATE)).toMatchObject({ changed: false, tickets: [143] });
    expect((await register.read("acme")).entries).toHaveLength(2);
  });

  it("loses nothing when ten place tickets at once", async () => {
    await Promise.all(Array.from({ length: 10 }, (_, n) => register.place("acme", [n + 1], MANDATE)));

    const { entries, tickets } = await register.read("acme");
    expect(tickets).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
    expect(entries).toHaveLength(10);
  });

  it("is refused when an entry does not follow on the one before", async () => {
    await register.place("acme", [143], MANDATE);
    await store.create(`holds/${sandbox.orgId}/acme/000002.json`, Buffer.from('{"sequence":2}'));

    await expect(register.read("acme")).rejects.toMatchObject({ code: "hold-altered" });
  });

  it.each(["", "../other", "a/b", "ä", "x".repeat(101), ".hidden"])("has no name like %j", async (name) => {
    await expect(register.place(name, [143], MANDATE)).rejects.toMatchObject({ code: "usage" });
    await expect(register.read(name)).rejects.toMatchObject({ code: "usage" });
  });
});

it("a bucket without Object Lock is named as such", async () => {
  await vault.archive(TICKET);
  await register.place("acme", [TICKET], MANDATE);
  await store.stage(`archive/${sandbox.orgId}/${TICKET}`, "file", Buffer.from("x"));

  const applied = applyHolds(dependencies(STAGING_BUCKET), [TICKET]);

  await expect(applied).rejects.toMatchObject({ code: "no-object-lock" });
});
