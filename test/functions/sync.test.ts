/** The `sync` function as it is wired: from the index into the queue, through `archive`, and back into the index. */
import { afterAll, afterEach, beforeAll, beforeEach, expect, it, vi } from "vitest";
import { handleArchive } from "../../functions/archive/handler.ts";
import { wireArchive } from "../../functions/archive/wiring.ts";
import { handleSync } from "../../functions/sync/handler.ts";
import { wireSync } from "../../functions/sync/wiring.ts";
import { latestCensus } from "../../shared/census/keep-census.ts";
import { parseRecordKey } from "../../shared/ledger/sealing-kinds.ts";
import { ENV } from "../../shared/names.ts";
import { unknownNumber } from "../../shared/sync/interval.ts";
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

it("takes the census of the day, and keeps it with its page where S3's notice has both sealed", async () => {
  const receipt = await sync({ census: {} });
  expect(receipt).toMatchObject({ highest: 143, archived: 1, neverAsked: 142, contradicted: 0 });
  expect(JSON.parse(logged.lines.at(-1) ?? "")).toMatchObject({ event: "census.completed", ...receipt });
  const store = await (await wireSync()).openStore();
  const kept = await latestCensus(store, around.sandbox.orgId);
  expect(kept?.census).toMatchObject({
    requestedBy: "schedule",
    highest: 143,
    index: { location: expect.stringMatching(/^dynamodb:/) },
    numbers: { archived: { ranges: ["143"] }, neverAsked: { ranges: ["1-142"] } },
  });
  const files = around.s3.keys("archive").filter((key) => key.startsWith("census/"));
  expect(files.map((key) => parseRecordKey(key)?.kind)).toEqual(["census", "census"]);
});

it("says by how many numbers index and vault differ", async () => {
  const { index } = await wireSync();
  const entry = await index.read(143);
  await index.write([{ ...unknownNumber(143, 0), status: "empty", asked: 0 }]);
  expect(await sync({ census: {} })).toMatchObject({ notInIndex: 1, archived: 0, contradicted: 1 });
  if (entry !== undefined) await index.write([entry]);
});

it("refuses an event that is neither", async () => {
  await expect(sync({ rebuild: { from: "all" } })).rejects.toThrow(/neither/);
});
