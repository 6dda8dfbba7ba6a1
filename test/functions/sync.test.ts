/** The `sync` function as it is wired: from the index into the queue, through `archive`, and back into the index. */
import { afterAll, afterEach, beforeAll, beforeEach, expect, it, vi } from "vitest";
import { handleArchive } from "../../functions/archive/handler.ts";
import { wireArchive } from "../../functions/archive/wiring.ts";
import { handleSync } from "../../functions/sync/handler.ts";
import { wireSync } from "../../functions/sync/wiring.ts";
import { ENV } from "../../shared/names.ts";
import { recordedLog, timeLeft } from "./http.ts";
import { takeRequests } from "./queued.ts";
import { type Surroundings, startSurroundings } from "./surroundings.ts";

let around: Surroundings;
beforeAll(async () => {
  around = await startSurroundings();
});
afterAll(() => around[Symbol.asyncDispose]());
beforeEach(() => {
  around.set();
  vi.stubEnv(ENV.syncFrom, "143");
});
afterEach(() => vi.unstubAllEnvs());

const logged = recordedLog();
const sync = async (event: unknown = {}) =>
  handleSync({ ...(await wireSync()), log: logged.log }, event, timeLeft(60_000));

it("asks for the numbers from sync.from on, and for none again that is in the queue", async () => {
  expect(await sync()).toMatchObject({ highest: 142, waiting: 0, asked: expect.any(Number) });
  expect(logged.events()).toEqual(["sync.completed"]);
  expect(await sync()).toMatchObject({ asked: 0 });
  const { Records } = (await around.queues.receive()) ?? { Records: [] };
  expect(JSON.parse(Records[0]?.body ?? "")).toEqual({
    orgId: around.sandbox.orgId,
    ticketId: 143,
    reason: "sync",
    requestedBy: "sync",
    repeated: true,
  });

  await handleArchive(
    await wireArchive(),
    { Records: Records.slice(0, 1) },
    { awsRequestId: "1", ...timeLeft(60_000) },
  );
  const { index } = await wireSync();
  expect(await index.read(143)).toMatchObject({ status: "complete", head: "v1", leased: null });
  expect(await index.highest()).toBe(143);
  await takeRequests(around.queues);
});

it("makes the index anew from the archive, and goes on where the time was over", async () => {
  expect(await sync({ rebuild: {} })).toEqual({ tickets: 1, unreadable: [], next: undefined });
  const { index } = await wireSync();
  expect(await index.read(143)).toMatchObject({ status: "complete", head: "v1", asked: null, line: "never" });
  expect(await handleSync(await wireSync(), { rebuild: { from: 143 } }, timeLeft(0))).toMatchObject({
    next: 143,
  });
  expect(await sync({ rebuild: { from: 144 } })).toMatchObject({ tickets: 0 });
});

it("refuses an event that is neither", async () => {
  await expect(sync({ rebuild: { from: "all" } })).rejects.toThrow(/neither/);
});
