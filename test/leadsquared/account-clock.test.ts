/** The clock of an account: hosts that differ come to agree, and none can carry the others off. */
import { describe, expect, it } from "vitest";
import { accountClock } from "../../shared/leadsquared/account-clock.ts";

const HOUR_MS = 3_600_000;
/** The right time, amid a second. */
const NOW = Date.UTC(2026, 0, 1) + 600;
const SECOND = NOW - 600;

describe("accountClock", () => {
  it.each([HOUR_MS, -HOUR_MS])("brings a clock that is %i ms off to within a second", (error) => {
    const clock = accountClock(() => NOW + error);

    clock.heard(SECOND, NOW + error);

    expect(Math.abs(clock.now() - NOW)).toBeLessThan(1000);
  });

  it("leaves a clock alone that fits", () => {
    const clock = accountClock(() => NOW);

    clock.heard(SECOND, NOW);

    expect(clock.now()).toBe(NOW);
  });

  it("follows the host that is furthest ahead, and stays with it", () => {
    const clock = accountClock(() => NOW);

    clock.heard(SECOND, NOW);
    clock.saw(NOW + 300);
    clock.saw(NOW - 500);
    clock.heard(SECOND, NOW);

    expect(clock.now()).toBe(NOW + 300);
  });

  it("does not follow a host whose clock is wrong", () => {
    const clock = accountClock(() => NOW);

    clock.heard(SECOND, NOW);
    clock.saw(NOW + HOUR_MS);

    expect(clock.now()).toBe(NOW);
  });

  it("is set right again after it was put back while it ran", () => {
    let own = NOW;
    const clock = accountClock(() => own);
    clock.heard(SECOND, own);

    own -= HOUR_MS;
    clock.heard(SECOND, own);

    expect(clock.now()).toBeGreaterThanOrEqual(SECOND);
  });
});
