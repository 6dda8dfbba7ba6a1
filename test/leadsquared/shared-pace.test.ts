/** The pace that processes share: reading and changing it at once, and competing for it without end. */
import { expect, it } from "vitest";
import { accountClock } from "../../shared/leadsquared/account-clock.ts";
import { blocked, VENDOR_PACE } from "../../shared/leadsquared/pace.ts";
import { type PaceText, sharedPace } from "../../shared/leadsquared/shared-pace.ts";

const keeperOf = (text: PaceText) =>
  sharedPace({ text, clock: accountClock(Date.now), limits: VENDOR_PACE, delay: () => Promise.resolve() });

it("does not take what was read for newer than a change that was made meanwhile", async () => {
  const slowRead = Promise.withResolvers<string | undefined>();
  const reads = [Promise.resolve(undefined), slowRead.promise];
  const keeper = keeperOf({
    read: () => reads.shift() ?? Promise.resolve(undefined),
    replace: async () => ({ done: true }),
  });
  await keeper.look();

  const looking = keeper.look();
  await keeper.change((pace) => blocked(pace, 1000, 9000));
  slowRead.resolve(undefined);
  await looking;

  expect(keeper.pace().blockedUntil).toBe(9000);
});

it("gives up, for later, when others are always quicker", async () => {
  const keeper = keeperOf({ read: async () => undefined, replace: async () => ({ done: false }) });

  const change = keeper.change((pace) => blocked(pace, 1000, 9000));

  await expect(change).rejects.toMatchObject({ code: "pace-unavailable", retryable: true });
});
