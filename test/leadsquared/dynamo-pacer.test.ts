/** The pacer on DynamoDB, in simulated time: what several processes make of one item, and what they do when it fails. */
import {
  DeleteItemCommand,
  type DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
  UpdateItemCommand,
} from "@aws-sdk/client-dynamodb";
import { mockClient } from "aws-sdk-client-mock";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { UsageError } from "../../shared/errors.ts";
import { dynamoPacer } from "../../shared/leadsquared/dynamo-pacer.ts";
import { type PaceLimits, VENDOR_PACE } from "../../shared/leadsquared/pace.ts";
import type { Pacer } from "../../shared/leadsquared/pacer.ts";
import { PACE_KEY } from "../../shared/names.ts";
import { type DynamoStandIn, dynamoClient, PACE_TABLE, startDynamo } from "../stand-ins/aws/dynamo.ts";
import { EPOCH, fullestWindow, type Simulation, simulation } from "./rate-simulation.ts";

const HOUR_MS = 3_600_000;
const WINDOW_MS = 5100;

let dynamo: DynamoStandIn;
let sim: Simulation;
let requests = 0;
let sent: string[] = [];
let accounts = 0;
const now = () => EPOCH + sim.now();

beforeAll(async () => {
  sim = simulation();
  dynamo = await startDynamo(now);
});
beforeEach(() => {
  sim = simulation(() => requests > 0);
});
afterAll(() => dynamo[Symbol.asyncDispose]());

/** A client whose requests take no simulated time. */
function simulatedClient(): DynamoDBClient {
  const client = dynamo.client();
  client.middlewareStack.add((next, { commandName = "" }) => async (request) => {
    requests += 1;
    sent.push(commandName);
    return await next(request).finally(() => {
      requests -= 1;
    });
  });
  return client;
}

/** Pacers of one account, each as if in a process of its own, and its item. */
function setUp() {
  accounts += 1;
  const account = `account-${accounts}`;
  const key = { TableName: PACE_TABLE, Key: { [PACE_KEY]: { S: account } } };
  const client = simulatedClient();
  return {
    pacer: (clockError = 0, limits: Partial<PaceLimits> = {}) =>
      dynamoPacer({
        client: simulatedClient(),
        table: PACE_TABLE,
        account,
        limits: { ...VENDOR_PACE, ...limits },
        now: () => now() + clockError,
        delay: sim.delay,
      }),
    item: async () => {
      const { Item } = await client.send(new GetItemCommand({ ...key, ConsistentRead: true }));
      return JSON.parse(Item?.["pace"]?.S ?? "null");
    },
    remove: () => client.send(new DeleteItemCommand(key)),
    put: (pace: string) =>
      client.send(
        new PutItemCommand({
          TableName: PACE_TABLE,
          Item: { [PACE_KEY]: { S: account }, pace: { S: pace } },
        }),
      ),
  };
}

/** Asks for that many slots; gives the times of those that were had, as they come. */
function ask(pacer: Pacer, count: number): number[] {
  const given: number[] = [];
  for (let call = 0; call < count; call += 1) void pacer.slot().then(() => given.push(sim.now()));
  return given;
}

/** Uses up the account's first window. */
const fillWindow = (pacer: Pacer) => sim.finish(Promise.all(Array.from({ length: 25 }, () => pacer.slot())));

describe("dynamoPacer", () => {
  it("lets no more calls go in any window than the limit, whichever process asks", async () => {
    const { pacer, item } = setUp();

    const given = [1, 2, 3, 4, 5].map(() => ask(pacer(), 20));
    await sim.run(60_000);

    const all = given.flat().toSorted((a, b) => a - b);
    expect(given.map((times) => times.length)).toEqual([20, 20, 20, 20, 20]);
    expect(fullestWindow(all)).toBe(25);
    expect(all.at(-1)).toBeLessThan(3 * WINDOW_MS + 500);
    expect((await item()).log).toHaveLength(25);
  });

  it("keeps accounts apart", async () => {
    const given = [setUp(), setUp()].map(({ pacer }) => ask(pacer(), 25));

    await sim.run(1000);

    expect(given.map((times) => times.length)).toEqual([25, 25]);
  });

  it("learns from a refused write what others wrote, without reading", async () => {
    const { pacer } = setUp();
    const [one, other] = [pacer(), pacer()];
    await Promise.all([one.slot(), sim.finish(other.slot())]);
    await sim.finish(one.slot());

    sent = [];
    await sim.finish(other.slot());

    expect(sent).toEqual(["UpdateItemCommand", "UpdateItemCommand"]);
  });

  it("holds back those who wait in other processes after a push-back, once for all 429s of a burst", async () => {
    const { pacer } = setUp();
    const [one, other] = [pacer(), pacer()];
    await fillWindow(one);
    const start = sim.now();
    const given = ask(other, 1);

    await sim.finish(Promise.all([one.pushBack(6000), one.pushBack(8000), other.pushBack(7000)]));
    await sim.run(60_000);

    expect(given[0]).toBeGreaterThanOrEqual(start + 8000);
    // One window and the longest; all of them together are 21 s.
    expect(given[0]).toBeLessThan(start + WINDOW_MS + 8500);
  });

  it("moves the calls of other processes by what a call arrived late", async () => {
    const { pacer, item } = setUp();
    const [one, other] = [pacer(), pacer()];
    const slots = await fillWindow(one);
    const given = ask(other, 1);

    await sim.run(600);
    // It was due at once.
    slots[0]?.sent();
    await sim.run(60_000);

    // Half of the guard is left for clocks and timers.
    expect(await item()).toMatchObject({ behind: 550 });
    expect(given).toEqual([WINDOW_MS + 550]);
  });

  it("writes nothing more for calls that are in time", async () => {
    const { pacer, item } = setUp();
    const slot = await pacer().slot();
    const before = await item();

    slot.sent();
    await sim.run(50);
    slot.answered();
    await sim.run(1000);

    expect(await item()).toEqual(before);
  });

  it("gives a caller that was held up beyond use another slot, and moves nobody else", async () => {
    const { pacer, item } = setUp();
    const one = pacer();
    await fillWindow(one);
    const given = ask(one, 1);
    await sim.run(4000);

    sim.block(HOUR_MS);
    await sim.run(sim.now() + 1000);

    expect(given).toHaveLength(1);
    expect(await item()).toMatchObject({ behind: 0 });
  });

  it("refuses a slot beyond the deadline and takes none", async () => {
    const { pacer, item } = setUp();
    const one = pacer();
    await fillWindow(one);
    const before = await item();

    const late = one.slot({ deadline: EPOCH + WINDOW_MS - 1 });
    await expect(late).rejects.toMatchObject({ code: "no-slot-in-time", retryable: true });
    const past = one.slot({ deadline: now() - 1 });
    await expect(past).rejects.toMatchObject({ code: "no-slot-in-time" });

    expect(await item()).toEqual(before);
    await sim.finish(one.slot({ deadline: EPOCH + WINDOW_MS }));
  });

  it("tells who waits that another process pushed its slot beyond its deadline", async () => {
    const { pacer } = setUp();
    const [one, other] = [pacer(), pacer()];
    await fillWindow(one);
    const waiting = one.slot({ deadline: now() + 8000 });
    const told = expect(waiting).rejects.toMatchObject({ code: "no-slot-in-time" });

    await other.pushBack(5000);
    await sim.run(7000);

    await told;
  });

  it("stops waiting when the caller gives up", async () => {
    const one = setUp().pacer();
    await fillWindow(one);
    const caller = new AbortController();
    const waiting = one.slot({ signal: caller.signal });
    const stopped = expect(waiting).rejects.toThrow("enough");
    await sim.run(1000);

    caller.abort(new Error("enough"));

    await stopped;
  });

  it.each([
    ["fast", HOUR_MS],
    ["slow", -HOUR_MS],
  ])("is neither held up nor hurried by a clock that is an hour %s", async (_what, clockError) => {
    const { pacer, item } = setUp();

    const given = [pacer(clockError), pacer()].map((one) => ask(one, 20));
    await sim.run(2 * WINDOW_MS);

    const all = given.flat().toSorted((a, b) => a - b);
    expect(all).toHaveLength(40);
    // The clocks agree to a second from the first answer of DynamoDB on.
    expect(all[25]).toBeGreaterThanOrEqual(WINDOW_MS - 1000);
    const { at } = await item();
    expect(at).toBeGreaterThan(EPOCH - 1000);
    expect(at).toBeLessThan(now() + 1000);
  });

  it("counts a deadline by the host's own clock", async () => {
    const one = setUp().pacer(HOUR_MS);
    await fillWindow(one);
    const due = EPOCH + HOUR_MS + WINDOW_MS;

    const late = one.slot({ deadline: due - 100 });

    await expect(late).rejects.toMatchObject({ code: "no-slot-in-time" });
    await sim.finish(one.slot({ deadline: due }));
  });

  it("replaces an item that it cannot read, after a window without a call", async () => {
    const { pacer, put, item } = setUp();
    await put('{"log":"another version"}');

    const given = ask(pacer(), 1);
    await sim.run(10_000);

    expect(given).toEqual([WINDOW_MS]);
    expect((await item()).log).toHaveLength(1);
  });

  it("begins anew where the item was removed, and lets nobody go earlier who waits", async () => {
    const { pacer, remove, item } = setUp();
    const one = pacer();
    await sim.finish(one.pushBack(3000));
    await fillWindow(one);
    const given = ask(one, 1);
    await sim.run(sim.now() + 1000);

    await remove();
    await sim.finish(pacer().slot());
    await sim.run(60_000);

    expect(given).toEqual([3000 + WINDOW_MS]);
    expect((await item()).log).toHaveLength(1);
  });
});

describe("a DynamoDB that fails", () => {
  const failed = (name: string) => Object.assign(new Error("no"), { name });
  const mocked = () => {
    const client = dynamoClient("http://127.0.0.1:9");
    const mock = mockClient(client);
    return {
      mock,
      pacer: dynamoPacer({
        client,
        table: PACE_TABLE,
        account: "1",
        limits: VENDOR_PACE,
        now,
        delay: sim.delay,
      }),
    };
  };

  it.each([
    "ProvisionedThroughputExceededException",
    "ThrottlingException",
    "InternalServerError",
    "TimeoutError",
  ])("makes a call fail for later with %s, when reading and when writing", async (name) => {
    const { mock, pacer } = mocked();

    mock.on(GetItemCommand).rejects(failed(name));
    const reading = pacer.slot();
    await expect(reading).rejects.toMatchObject({ code: "pace-unavailable", retryable: true });

    mock.on(GetItemCommand).resolves({}).on(UpdateItemCommand).rejects(failed(name));
    await expect(pacer.slot()).rejects.toThrow(new RegExp(`table pace .*${name}.* try again later`, "i"));
    await expect(pacer.pushBack(1000)).rejects.toMatchObject({ code: "pace-unavailable" });
  });

  it.each(["ResourceNotFoundException", "AccessDeniedException"])(
    "says what to check after %s",
    async (name) => {
      const { mock, pacer } = mocked();
      mock.on(GetItemCommand).rejects(failed(name));

      const call = pacer.slot();

      await expect(call).rejects.toThrow(UsageError);
      await expect(call).rejects.toThrow(/table pace .*dynamodb:GetItem and dynamodb:UpdateItem/);
    },
  );

  it("fails for later where nobody listens", async () => {
    const client = dynamoClient("http://127.0.0.1:9");

    const call = dynamoPacer({ client, table: PACE_TABLE, account: "1", limits: VENDOR_PACE }).slot();

    await expect(call).rejects.toMatchObject({ code: "pace-unavailable", retryable: true });
  });

  it("lets no caller go that waited and then cannot look", async () => {
    const { mock, pacer } = mocked();
    mock.on(GetItemCommand).resolvesOnce({}).rejects(failed("ThrottlingException"));
    mock.on(UpdateItemCommand).resolves({});
    await pacer.pushBack(5000);

    await expect(sim.finish(pacer.slot())).rejects.toMatchObject({ code: "pace-unavailable" });
  });
});
