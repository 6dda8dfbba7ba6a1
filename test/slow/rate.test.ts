/** One process at full speed: the vendor's limit is used, and never broken. */
import { availableParallelism } from "node:os";
import pMap from "p-map";
import { expect, it } from "vitest";
import { directoryStore } from "../../shared/store/directory.ts";
import { harness } from "../archive/harness.ts";
import { startSandbox } from "../sandbox/sandbox.ts";
import { tempFolder } from "../temp.ts";

const TICKETS = 150;
/** The vendor's limit: 25 calls in any 5 s. */
const ALLOWED_PER_SECOND = 5;
const BURST = 25;

it("uses at least 90 % of the limit and never gets a 429", async () => {
  const sandbox = await startSandbox({ tickets: TICKETS, attachmentBytes: 10_000 });
  await using folder = await tempFolder();
  await using wired = harness(sandbox, directoryStore(folder.path));
  const ids = sandbox.ticketIds.slice(0, TICKETS);
  const started = performance.now();

  await pMap(ids, (id) => wired.archive(id), { concurrency: 16 });

  const seconds = (performance.now() - started) / 1000;
  // The first 25 go at once; from then on the limit is 25 in 5 s.
  const used = (TICKETS - BURST) / (seconds * ALLOWED_PER_SECOND);
  process.stdout.write(`${(used * 100).toFixed(1)} % of the limit used on ${availableParallelism()} cores\n`);
  expect(sandbox.counts).toMatchObject({ apiCalls: TICKETS, rejected429: 0 });
  expect(sandbox.maxCallsInWindow()).toBeLessThanOrEqual(BURST);
  expect(used).toBeGreaterThanOrEqual(0.9);
  await sandbox.close();
});
