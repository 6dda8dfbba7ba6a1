/** The webhook's secret: kept, read afresh for a rotation, and never more often than it may be. */
import { describe, expect, it } from "vitest";
import { secretCheck } from "../../functions/webhook/secret.ts";

function setUp() {
  const stored = { text: '{"current":"one"}', failing: false, reads: 0, clock: 0 };
  const check = secretCheck({
    now: () => stored.clock,
    readSecret: async () => {
      stored.reads += 1;
      if (stored.failing) throw new Error("down");
      return stored.text;
    },
  });
  return { stored, check };
}

describe("the webhook's secret", () => {
  it("is read once a minute, however many webhooks come", async () => {
    const { stored, check } = setUp();

    expect(await Promise.all([check("one"), check("one"), check("two")])).toEqual([true, true, false]);
    stored.clock = 59_999;
    expect(await check("one")).toBe(true);
    expect(stored.reads).toBe(1);
  });

  it("is let in for a minute at most after it was withdrawn, also when nobody presents the new one", async () => {
    const { stored, check } = setUp();
    await check("one");

    Object.assign(stored, { text: '{"current":"two"}', clock: 60_000 });

    expect(await check("one")).toBe(false);
  });

  it("is seen within a minute when it is rotated, and the old one is let in as long as it is kept", async () => {
    const { stored, check } = setUp();
    await check("one");

    stored.text = '{"current":"two","previous":"one"}';
    stored.clock = 59_999;
    expect(await check("two")).toBe(false);
    stored.clock = 60_000;
    expect([await check("two"), await check("one")]).toEqual([true, true]);

    stored.text = '{"current":"three","previous":"two"}';
    stored.clock = 120_000;
    expect([await check("three"), await check("one")]).toEqual([true, false]);
    expect(stored.reads).toBe(3);
  });

  it("is read once a minute at most, however many wrong ones come", async () => {
    const { stored, check } = setUp();

    for (let second = 0; second < 300; second += 1) {
      stored.clock = second * 1_000;
      expect(await check(`wrong ${second}`)).toBe(false);
    }

    expect(stored.reads).toBe(5);
  });

  it("lets the known one in while it cannot be read afresh, and decides on no other meanwhile", async () => {
    const { stored, check } = setUp();
    await check("one");
    Object.assign(stored, { failing: true, text: '{"current":"two"}', clock: 60_000 });

    await expect(check("two")).rejects.toThrow("down");
    await expect(check("two")).rejects.toThrow("down");
    expect(await check("one")).toBe(true);
    expect(stored.reads).toBe(2);

    Object.assign(stored, { failing: false, clock: 61_000 });
    expect([await check("two"), await check("one")]).toEqual([true, false]);
  });

  it.each([undefined, ""])("is never nothing (%j)", async (presented) => {
    const { stored, check } = setUp();
    stored.text = '{"current":"one","previous":""}';

    expect(await check(presented)).toBe(false);
    expect(await check("one")).toBe(true);
  });

  it("is in no error, whatever is wrong with it", async () => {
    for (const text of ["CANARY", '{"current":["CANARY"]}', '"CANARY"', '{"previous":"CANARY"}', ""]) {
      const { stored, check } = setUp();
      stored.text = text;

      const error = await check("one").catch((thrown: unknown) => thrown);

      expect(error).toBeInstanceOf(Error);
      expect(`${error} ${error instanceof Error && error.cause}`).not.toContain("CANARY");
    }
  });
});
