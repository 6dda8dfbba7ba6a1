/** The pace of a command: from settings, its own or a stack's, and what a person is told while calls stand still. */
import { expect, test, vi } from "vitest";
import { holdNotes } from "../../cli/hold-notes.ts";
import { openPacer } from "../../cli/open-pacer.ts";
import { paceSettings } from "../../cli/pace-settings.ts";
import { silentLogger } from "../../shared/log.ts";
import { PACE_TABLE, startDynamo } from "../stand-ins/aws/dynamo.ts";

const given = (flags: object, env: Readonly<Record<string, string>> = {}) => paceSettings({ flags, env });

test("is four fifths of 25 calls in 5 s and of no day, or what is said", async () => {
  expect(await given({})).toMatchObject({
    limits: { limit: 20, perDay: Number.POSITIVE_INFINITY },
    table: undefined,
  });
  expect(
    await given({ callsPerWindow: "10", callsShare: "0.5" }, { TICKETVAULT_CALLS_PER_DAY: "5000" }),
  ).toMatchObject({ limits: { limit: 5, perDay: 2500 } });
});

test.each([
  [{ callsPerWindow: "26" }, "--calls-per-window"],
  [{ callsPerWindow: "2.5" }, "--calls-per-window"],
  [{ callsPerDay: "0" }, "--calls-per-day"],
  [{ callsPerDay: "many" }, "--calls-per-day"],
  [{ callsShare: "0" }, "--calls-share"],
  [{ callsShare: "1.1" }, "--calls-share"],
  [{ pace: "s3://bucket" }, "--pace"],
  [{ pace: "dynamodb://a/b" }, "--pace"],
])("is refused as %j, naming the flag", async (flags, flag) => {
  await expect(given(flags)).rejects.toMatchObject({ code: "usage", message: expect.stringContaining(flag) });
});

test("is a stack's with --pace: what the one calls, the other counts", async () => {
  await using dynamo = await startDynamo();
  vi.stubEnv("AWS_ENDPOINT_URL_DYNAMODB", dynamo.endpoint);
  vi.stubEnv("AWS_ACCESS_KEY_ID", "test");
  vi.stubEnv("AWS_SECRET_ACCESS_KEY", "test");
  const settings = await given({
    pace: `dynamodb://${PACE_TABLE}`,
    region: "us-east-1",
    callsPerDay: "10",
    callsShare: "1",
  });
  const open = () => openPacer(settings, { orgId: 22824, log: silentLogger, onHold: () => {} });
  const [laptop, stack] = [await open(), await open()];

  await laptop.slot();
  await stack.slot();

  expect(settings.limits).toMatchObject({ limit: 25, perDay: 10 });
  expect(await laptop.leftOfDay()).toBe(8);
  vi.unstubAllEnvs();
});

test("is told of once in ten minutes for each reason, and in the bar for as long as it lasts", () => {
  let now = Date.UTC(2026, 0, 1, 12);
  const said: string[] = [];
  const notes = holdNotes(
    (line) => said.push(line),
    () => now,
  );
  const hold = (why: "refused" | "day-used-up", seconds: number): void =>
    notes.onHold({ why, goesOnAt: now + seconds * 1000, message: `${why} for ${seconds} s` });

  expect(notes.remark()).toBe("");
  hold("refused", 5);
  hold("refused", 6);
  expect(notes.remark()).toBe("waits until 12:00:06 UTC");
  hold("day-used-up", 86_400);
  expect(notes.remark()).toBe("waits until 2026-01-02 12:00:00 UTC");
  now += 86_400_000;
  expect(notes.remark()).toBe("");
  hold("refused", 5);

  expect(said).toEqual(["refused for 5 s", "day-used-up for 86400 s", "refused for 5 s"]);
});
