/** HTML without end is read to its end, in no more time than its length asks for. 5 MB of each kind: test/slow. */

import { expect, test } from "vitest";
import { cpuClock } from "../cpu-clock.ts";
import { endlessHtml } from "./endless.ts";
import { textOf } from "./said.ts";

test.each(endlessHtml(60_000))("%s without end are read to their end, at once", async (_, html) => {
  const spentMs = cpuClock();
  expect(await textOf(html)).toMatch(/deep$/);
  expect(spentMs()).toBeLessThan(3_000);
});
