/** Reading 5 MB of HTML of any kind: other work has its turn at least every 200 ms of CPU, and the time grows with the length. */
import { expect, test } from "vitest";
import { cpuClock, threadClock } from "../cpu-clock.ts";
import { endlessHtml } from "../render/endless.ts";
import { textOf } from "../render/said.ts";

const LENGTH = 5_000_000;

test.each(endlessHtml(LENGTH))("5 MB of %s are read while other work goes on", async (kind, html) => {
  const spentMs = cpuClock();
  const heldMs = threadClock();
  let [longest, last, going] = [0, 0, true];
  const turn = (): void => {
    const now = heldMs();
    longest = Math.max(longest, now - last);
    last = now;
    if (going) setImmediate(turn);
  };
  setImmediate(turn);
  const text = await textOf(html);
  going = false;

  process.stdout.write(
    `${kind}: ${Math.round(spentMs())} ms of CPU, held for ${Math.round(longest)} ms at most\n`,
  );
  expect(text).toMatch(/deep$/);
  expect(spentMs()).toBeLessThan(10_000);
  expect(longest).toBeLessThan(200);
});
