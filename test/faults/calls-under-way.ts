/** Knows which calls are on their way to LeadSquared, so that a clock does not jump meanwhile. */
import { setTimeout as sleep } from "node:timers/promises";
import type { Sandbox } from "../../cli/sandbox/sandbox.ts";
import type { Pacer } from "../../shared/leadsquared/pacer.ts";

/** What may be under way for so long (ms) has met another fault. */
const LONGEST_WAY = 100;

/** Calls between their slot and LeadSquared: a clock that jumps meanwhile would make them late, as no network does. */
export function callsUnderWay(sandbox: Sandbox) {
  let left = 0;
  sandbox.onRequest = ({ target }) => {
    if (target !== "attachment") left = Math.max(0, left - 1);
  };
  return {
    counted:
      (slot: Pacer["slot"]): Pacer["slot"] =>
      async (options) => {
        const granted = await slot(options);
        left += 1;
        return granted;
      },
    async arrived(): Promise<void> {
      for (const until = Date.now() + LONGEST_WAY; left > 0 && Date.now() < until; ) await sleep(2);
      left = 0;
    },
  };
}
