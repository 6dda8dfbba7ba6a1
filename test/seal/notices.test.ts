/** The `seal` function on S3's notices: whatever order, however often, and only what stands in the archive. */
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { handleSeal } from "../../functions/seal/handler.ts";
import { Ledger } from "../../shared/seal/ledger.ts";
import { localSigner } from "../../shared/seal/local-signer.ts";
import { overriding } from "../store/overriding.ts";
import { ORG, publish } from "./archived.ts";
import { batch, CONTEXT, makeSealer, notice } from "./sealer.ts";

describe("notices", () => {
  it("seal all new versions of the tickets that they name, once", async () => {
    await using given = await makeSealer();
    await publish(given.store, 143, 3);
    await publish(given.store, 144);
    const root = notice(`archive/${ORG}/143/inventory.json.sha256`);
    const both = notice(
      `archive/${ORG}/143/v1/inventory.json`,
      `archive/${ORG}/144/v1/inventory.json.sha256`,
    );

    const answers = [];
    for (const event of [batch(root, both), batch(both), batch(root, root)]) {
      answers.push(await handleSeal(given.wired, event, CONTEXT));
    }

    expect(answers).toEqual(Array(3).fill({ batchItemFailures: [] }));
    expect(await given.sealed()).toEqual([
      [143, [1, 2, 3]],
      [144, [1]],
    ]);
    expect((await given.wired.ledgerOf(ORG).settle())?.sequence).toBe(1);
  });

  it("of an old version are late, and seal it all the same", async () => {
    await using given = await makeSealer();
    await publish(given.store, 143, 3, "2025-01-01T00:00:00.000Z");
    await handleSeal(given.wired, batch(notice(`archive/${ORG}/143/v2/inventory.json`)), CONTEXT);
    expect(await given.sealed()).toEqual([[143, [2, 3]]]);
  });

  it("of anything else, of versions that are not there and of S3's test seal nothing", async () => {
    await using given = await makeSealer();
    const others = notice(
      `archive/${ORG}/143/v1/content/inventory.json`,
      `archive/${ORG}/0=ocfl_1.1`,
      `ledger/${ORG}/000000000001.json`,
      "archive/%2e%2e/143/inventory.json",
      `archive/${ORG}/7/v1/inventory.json`,
    );
    const test = JSON.stringify({ Service: "Amazon S3", Event: "s3:TestEvent", Bucket: "archive" });

    const answer = await handleSeal(given.wired, batch(others, test), CONTEXT);

    expect(answer).toEqual({ batchItemFailures: [] });
    expect(await given.sealed()).toEqual([]);
  });

  it("that cannot be read, or whose ticket is broken, fail alone", async () => {
    await using given = await makeSealer();
    await publish(given.store, 143);
    await given.store.create(`archive/${ORG}/144/inventory.json`, Buffer.from("{}"));
    const event = batch(
      "no JSON",
      notice(`archive/${ORG}/144/inventory.json`),
      notice(`archive/${ORG}/143/inventory.json`),
    );

    const answer = await handleSeal(given.wired, event, CONTEXT);

    expect(answer?.batchItemFailures.map(({ itemIdentifier }) => itemIdentifier)).toEqual(["m0", "m1"]);
    expect(given.logged()).toEqual(["seal.failed", "seal.failed", "seal.completed"]);
    expect(await given.sealed()).toEqual([[143, [1]]]);
  });

  it("of a version that is not what was sealed fail alone", async () => {
    await using given = await makeSealer();
    await publish(given.store, 143);
    await handleSeal(given.wired, batch(notice(`archive/${ORG}/143/inventory.json`)), CONTEXT);
    await publish(given.store, 144);
    const changed = new Set(
      ["inventory.json", "v1/inventory.json"].map((name) => `archive/${ORG}/143/${name}`),
    );
    const store = overriding(given.store, {
      read: async (key) => {
        const file = await given.store.read(key);
        return file && changed.has(key)
          ? { ...file, bytes: Buffer.concat([file.bytes, Buffer.from(" ")]) }
          : file;
      },
    });
    const event = batch(
      notice(`archive/${ORG}/143/inventory.json`),
      notice(`archive/${ORG}/144/inventory.json`),
    );

    const answer = await handleSeal({ ...given.wired, store }, event, CONTEXT);

    expect(answer?.batchItemFailures.map(({ itemIdentifier }) => itemIdentifier)).toEqual(["m0"]);
    expect(await given.sealed()).toEqual([
      [143, [1]],
      [144, [1]],
    ]);
  });

  it("all fail when the ledger cannot be written", async () => {
    await using given = await makeSealer();
    await publish(given.store, 143);
    const store = overriding(given.store, { create: () => Promise.reject(new Error("no")) });
    const signer = localSigner(join(given.store.location, ".staging", "key.pem"));
    const { log, now } = given.wired;
    const ledger = new Ledger({ orgId: ORG, store, signer, log, now, tool: "tests" });
    const event = batch(notice(`archive/${ORG}/143/inventory.json`));
    expect(await handleSeal({ ...given.wired, ledgerOf: () => ledger }, event, CONTEXT)).toEqual({
      batchItemFailures: [{ itemIdentifier: "m0" }],
    });
  });
});

it("the schedule writes a heartbeat", async () => {
  await using given = await makeSealer();
  await handleSeal(given.wired, { source: "aws.scheduler" }, CONTEXT);
  expect(await given.wired.ledgerOf(ORG).settle()).toMatchObject({ sequence: 1 });
});
