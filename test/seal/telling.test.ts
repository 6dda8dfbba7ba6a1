/** Events about a version: raised out of the archive when it is sealed, at least once, whatever became of the run. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { type Sandbox, startSandbox } from "../../cli/sandbox/sandbox.ts";
import { acceptGaps } from "../../shared/archive/accept.ts";
import { TicketvaultError } from "../../shared/errors.ts";
import { EVENTS, LOG_EVENTS } from "../../shared/names.ts";
import type { ObjectStore } from "../../shared/store/object-store.ts";
import { Died, dyingStore } from "../archive/dying-store.ts";
import { harness } from "../archive/harness.ts";
import { batch, makeSealer, notice, received } from "./sealer.ts";

let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await startSandbox();
});
afterAll(() => sandbox.close());
beforeEach(() => sandbox.reset());

async function archive(store: ObjectStore): Promise<void> {
  await using wired = harness(sandbox, store);
  await wired.archive(143);
}

/** What S3 tells of a version: its own sidecar, and the root's. */
const ofVersion = (version: number): string => notice(`archive/22824/143/v${version}/inventory.json.sha256`);
const ofRoot = notice("archive/22824/143/inventory.json.sha256");

describe("a version", () => {
  it("of a run that was killed right after publishing is told of when it is sealed", async () => {
    await using trial = await makeSealer();
    const whole = dyingStore(trial.store, Number.POSITIVE_INFINITY);
    await archive(whole.store);
    await using sealer = await makeSealer();
    sandbox.reset();
    const killed = archive(dyingStore(sealer.store, whole.operations).store);
    await expect(killed).rejects.toBeInstanceOf(Died);

    expect(await sealer.seal(batch(ofVersion(1), ofRoot))).toEqual([]);

    expect(sealer.told).toMatchObject([
      {
        type: EVENTS.archived,
        detail: {
          id: "22824/143/v1",
          completeness: "complete",
          conversations: 2,
          attachments: { stored: 1, failed: 0 },
          message: "First version: 2 conversations, 1 attachment. Complete.",
        },
      },
    ]);
    expect(await sealer.sealed()).toEqual([[143, [1]]]);
  });

  it("is told of again, with the same id and no other word, when a notice is delivered again", async () => {
    await using sealer = await makeSealer();
    await archive(sealer.store);

    await sealer.seal(batch(ofVersion(1), ofRoot));
    await sealer.seal(received(2, ofRoot));

    const [first, again, ...more] = sealer.told;
    expect(again).toEqual(first);
    expect(more).toEqual([]);
  });

  it("is told of by its own notice when somebody else has sealed it", async () => {
    await using sealer = await makeSealer();
    await archive(sealer.store);
    await sealer.seal(batch(ofRoot));
    sealer.told.length = 0;

    await sealer.seal(batch(ofRoot));
    expect(sealer.told).toEqual([]);
    await sealer.seal(batch(ofVersion(1)));

    expect(sealer.told).toMatchObject([{ detail: { id: "22824/143/v1" } }]);
  });

  it("is sealed although the bus refuses its event, and told of later", async () => {
    await using sealer = await makeSealer();
    await archive(sealer.store);
    const refuse = async (): Promise<void> => {
      throw new TicketvaultError("event-not-published", "no", { retryable: true });
    };

    expect(await sealer.seal(batch(ofRoot), { events: { publish: refuse } })).toEqual(["m0"]);
    expect(await sealer.sealed()).toEqual([[143, [1]]]);
    expect(sealer.logged()).toEqual(["seal.completed", "seal.failed"]);
    expect(await sealer.seal(received(2, ofRoot))).toEqual([]);

    expect(sealer.told).toMatchObject([{ type: EVENTS.archived, detail: { id: "22824/143/v1" } }]);
  });

  it("in which something is missing is told of as incomplete", async () => {
    await using sealer = await makeSealer();
    sandbox.fault({ on: "attachment", kind: "status", status: 404 });
    await archive(sealer.store);

    await sealer.seal(batch(ofVersion(1), ofRoot));

    const problems = [{ code: "attachment-failed", severity: "missing", detail: "gone" }];
    expect(sealer.told).toMatchObject([
      {
        type: EVENTS.incomplete,
        detail: { completeness: "incomplete", attachments: { failed: 1 }, problems },
      },
    ]);
  });

  it("of which all that is missing was accepted is told of as archived, and accepted", async () => {
    await using sealer = await makeSealer();
    sandbox.fault({ on: "attachment", kind: "status", status: 404 });
    await archive(sealer.store);
    const why = { reason: "lost", requestedBy: "counsel", caller: null };
    await acceptGaps(sealer.store, { orgId: 22824, ticketId: 143, ...why }, new Date());

    await sealer.seal(batch(ofRoot));

    const detail = { completeness: "accepted", problems: [], attachments: { failed: 1 } };
    expect(sealer.told).toMatchObject([{ type: EVENTS.archived, detail }]);
  });
});

// T1, T2
it("an edit, a removal and what is back raise an event of their own: counts and ids, no text", async () => {
  await using sealer = await makeSealer();
  await archive(sealer.store);
  sandbox.change(143, { kind: "edit", message: 131, set: { Text: "CANARY of the new words" } });
  await archive(sealer.store);
  sandbox.change(143, { kind: "remove", message: 135 });
  await archive(sealer.store);
  sandbox.change(143, { kind: "restore", message: 135 });
  await archive(sealer.store);

  await sealer.seal(batch(...[1, 2, 3, 4].map(ofVersion), ofRoot));

  const changed = sealer.told.filter(({ type }) => type === EVENTS.changedAtSource);
  const none = { count: 0, keys: [] };
  const one = (key: string) => ({ count: 1, keys: [key] });
  expect(changed.map(({ detail }) => detail)).toMatchObject([
    { id: "22824/143/v2", edited: one("131"), removed: none, restored: none, attachmentsRemoved: 0 },
    { id: "22824/143/v3", edited: none, removed: one("135"), restored: none, attachmentsRemoved: 1 },
    { id: "22824/143/v4", edited: none, removed: none, restored: one("135"), attachmentsRestored: 1 },
  ]);
  expect(sealer.told.map(({ type }) => type)).toEqual([
    EVENTS.archived,
    ...[2, 3, 4].flatMap(() => [EVENTS.changedAtSource, EVENTS.archived]),
  ]);
  expect(JSON.stringify(sealer.told)).not.toContain("CANARY");
  // What is only back alarms nobody.
  expect(sealer.logged().filter((event) => event === LOG_EVENTS.changedAtSource)).toHaveLength(2);
});
