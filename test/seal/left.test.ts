/** A publication that a killed run left is finished without waiting for the ticket's next change. */
import { expect, it } from "vitest";
import { startSandbox } from "../../cli/sandbox/sandbox.ts";
import { inventoryKey, sidecarKey, ticketPlace } from "../../shared/archive/place.ts";
import { Died, dyingStore } from "../archive/dying-store.ts";
import { harness } from "../archive/harness.ts";
import { ORG } from "./archived.ts";
import { batch, makeSealer, notice, received } from "./sealer.ts";

const NOTICE = notice(`archive/${ORG}/143/v1/inventory.json.sha256`);

// F16
it("is looked at again half an hour later, asked to be archived, and then left in peace; whatever write it died after", async () => {
  const sandbox = await startSandbox();
  await using trial = await makeSealer();
  const whole = dyingStore(trial.store, Number.POSITIVE_INFINITY);
  await using counting = harness(sandbox, whole.store);
  await counting.archive(143);
  let left = 0;
  for (let at = 1; at <= whole.operations; at += 1) {
    await using sealer = await makeSealer();
    sandbox.reset();
    await using dying = harness(sandbox, dyingStore(sealer.store, at).store);
    const died = await dying.archive(143).then(
      () => false,
      (error: unknown) => error instanceof Died,
    );
    if (!died) continue;
    const place = ticketPlace(sealer.store, ORG, 143);
    const isNoticed = (await sealer.store.stat(sidecarKey(place, "v1"))) !== undefined;
    const isOver = (await sealer.store.stat(sidecarKey(place))) !== undefined;
    if (!isNoticed || isOver) continue;
    left += 1;

    expect(await sealer.seal(batch(NOTICE))).toEqual(["m0"]);
    expect(sealer.asked).toEqual([]);
    expect(await sealer.seal(received(2, NOTICE))).toEqual([]);

    expect(sealer.asked).toMatchObject([{ orgId: ORG, ticketId: 143, requestedBy: "seal" }]);
    expect(sealer.logged()).not.toContain("seal.failed");
    await using again = harness(sandbox, sealer.store);
    for (const request of sealer.asked) await again.request(request);
    expect(await sealer.store.stat(inventoryKey(place))).toBeDefined();
    expect(await sealer.seal(received(3, NOTICE))).toEqual([]);
    expect(sealer.asked).toHaveLength(1);
  }
  expect(left).toBeGreaterThan(2);
  await sandbox.close();
});
