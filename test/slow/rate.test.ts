/** Processes at full speed: our share of the vendor's limit is used, and never broken, by one alone and by many. */
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { availableParallelism } from "node:os";
import { text } from "node:stream/consumers";
import { fileURLToPath } from "node:url";
import pMap from "p-map";
import { expect, it } from "vitest";
import { type Sandbox, startSandbox } from "../../cli/sandbox/sandbox.ts";
import { DEFAULT_CALLS, paceOf } from "../../shared/leadsquared/call-limits.ts";
import { localPacer } from "../../shared/leadsquared/local-pacer.ts";
import { directoryStore } from "../../shared/store/directory.ts";
import { harness } from "../archive/harness.ts";
import { startDynamo } from "../stand-ins/aws/dynamo.ts";
import { tempFolder } from "../temp.ts";
import type { PacedJob } from "./pacer.main.ts";

const WORKER = fileURLToPath(new URL("pacer.main.ts", import.meta.url));
/** For 10 processes, when it is given; 2000 take seven minutes. */
const TICKETS = Number(process.env["RATE_TICKETS"] ?? 0);
/** Four fifths of the vendor's limit: 20 calls in any 5 s. */
const LIMITS = paceOf(DEFAULT_CALLS);
const BURST = LIMITS.limit;
const ALLOWED_PER_SECOND = BURST / (LIMITS.windowMs / 1000);

interface Use {
  /** Of the share, from the third window on, when all connections stand, over whole windows. */
  readonly used: number;
  /** From the first call to the last. */
  readonly seconds: number;
}

function watchUse(sandbox: Sandbox): () => Use {
  const calls: number[] = [];
  sandbox.onRequest = ({ target }) => {
    if (target === "api") calls.push(performance.now());
  };
  const secondsBetween = (from: number, to: number): number =>
    ((calls[to] ?? Number.NaN) - (calls[from] ?? Number.NaN)) / 1000;
  return () => {
    const first = 2 * BURST;
    const last = first + Math.floor((calls.length - 1 - first) / BURST) * BURST;
    return {
      used: (last - first) / (secondsBetween(first, last) * ALLOWED_PER_SECOND),
      seconds: secondsBetween(0, calls.length - 1),
    };
  };
}

function report(what: string, sandbox: Sandbox, { used, seconds }: Use): void {
  const { apiCalls, rejected429 } = sandbox.counts;
  const percent = `${(used * 100).toFixed(1)} % of the share used`;
  const calls = `${apiCalls} calls in ${seconds.toFixed(1)} s, ${rejected429} refused`;
  const window = `at most ${sandbox.maxCallsInWindow()} in any 5 s`;
  process.stdout.write(`${what}: ${percent}, ${calls}, ${window}, ${availableParallelism()} cores\n`);
}

it("uses at least 90 % of its share with one process that paces itself, and never gets a 429", async () => {
  const tickets = 150;
  const sandbox = await startSandbox({ tickets, attachmentBytes: 10_000 });
  await using folder = await tempFolder();
  // One call a ticket, so that tickets are calls here.
  const options = { pacer: localPacer(LIMITS), detailsPath: "off" };
  await using wired = harness(sandbox, directoryStore(folder.path), options);
  const use = watchUse(sandbox);

  await pMap(sandbox.ticketIds.slice(0, tickets), (id) => wired.archive(id), { concurrency: 16 });

  report("one process alone", sandbox, use());
  expect(sandbox.counts).toMatchObject({ apiCalls: tickets, rejected429: 0 });
  expect(sandbox.maxCallsInWindow()).toBeLessThanOrEqual(BURST);
  expect(use().used).toBeGreaterThanOrEqual(0.9);
  await sandbox.close();
});

/** Starts a worker that waits for a line before it begins. */
async function startWorker(job: PacedJob): Promise<{ child: ChildProcess; ended: Promise<string> }> {
  const child = spawn(process.execPath, [WORKER, JSON.stringify(job)], { stdio: ["pipe", "pipe", "pipe"] });
  const errors = text(child.stderr);
  const ended = once(child, "close").then(() => errors);
  await Promise.race([once(child.stdout, "data"), ended]);
  return { child, ended };
}

it.each([
  { processes: 1, tickets: 150, least: 0.95 },
  { processes: 4, tickets: 150, least: 0.95 },
  // More processes than cores: it takes some windows until all are warm.
  { processes: 16, tickets: 300, least: 0.9 },
  ...(TICKETS > 0 ? [{ processes: 10, tickets: TICKETS, least: 0.95 }] : []),
])(
  "uses $least of the share with $processes processes on one account, $tickets tickets, and never gets a 429",
  async ({ processes, tickets, least }) => {
    const sandbox = await startSandbox({ tickets, attachmentBytes: 8192 });
    await using dynamo = await startDynamo();
    await using folder = await tempFolder();
    const { origin, orgId, accessKey, secretKey } = sandbox;
    const ids = sandbox.ticketIds.slice(0, tickets);
    const job = {
      sandbox: { origin, orgId, accessKey, secretKey },
      dynamo: dynamo.endpoint,
      folder: folder.path,
      concurrency: Math.ceil(40 / processes),
    };
    const workers = await pMap(
      Array.from({ length: processes }, (_, n) => ids.filter((_, at) => at % processes === n)),
      (ticketIds) => startWorker({ ...job, ticketIds }),
      { concurrency: 2 },
    );
    const use = watchUse(sandbox);

    for (const { child } of workers) child.stdin?.write("go\n");
    const errors = await Promise.all(workers.map(({ ended }) => ended));

    report(`${processes} processes`, sandbox, use());
    expect(errors).toEqual(workers.map(() => ""));
    expect(workers.map(({ child }) => child.exitCode)).toEqual(workers.map(() => 0));
    expect(sandbox.counts).toMatchObject({ apiCalls: tickets, rejected429: 0 });
    expect(sandbox.maxCallsInWindow()).toBeLessThanOrEqual(BURST);
    expect(use().used).toBeGreaterThanOrEqual(least);
    await sandbox.close();
  },
  60_000 + (Math.max(TICKETS, 300) / ALLOWED_PER_SECOND) * 1000 * 2,
);
