/** A large matter on the S3 stand-in, placed and released within the functions' time, its states right; HOLD_TICKETS=70000 is the whole size. */
import { setTimeout as sleep } from "node:timers/promises";
import { expect, test } from "vitest";
import { handleHold } from "../../functions/hold/handler.ts";
import { holdMessage } from "../../shared/holds/hold-message.ts";
import { holdProgress, holdState } from "../../shared/holds/hold-progress.ts";
import { holdRegister } from "../../shared/holds/hold-register.ts";
import { silentLogger } from "../../shared/log.ts";
import { s3LegalHold } from "../../shared/store/s3-legal-hold.ts";
import { startS3 } from "../stand-ins/s3/stand-in.ts";
import { ARCHIVE_BUCKET, makeVaultBuckets, vaultClient, vaultStore } from "../stand-ins/s3/vault.ts";

const TICKETS = Number(process.env["HOLD_TICKETS"] ?? 7_000);
/** As many as one call of the API takes. */
const A_CALL = 5_000;
/** Every so many tickets one is archived; the others are asked for all the same. */
const EVERY = 500;
const LAMBDA_MS = 15 * 60_000;
const RUNS = 20;
/** Of a core, for a call of the API: less than the function has of one in the 29 s that API Gateway waits. */
const API_CPU_MS = 5_000;

function cpuMs(since: NodeJS.CpuUsage): number {
  const { user, system } = process.cpuUsage(since);
  return (user + system) / 1_000;
}

// F10
test(`${TICKETS} tickets are held, and released again to the last`, async () => {
  const s3 = await startS3();
  const client = vaultClient(s3);
  await makeVaultBuckets(client);
  const store = vaultStore(client);
  const legalHold = s3LegalHold({ client, bucket: ARCHIVE_BUCKET, prefix: "" });
  const { changedFiles } = legalHold;
  const register = holdRegister({ store, orgId: 1, now: () => new Date(), changedFiles });
  const progress = holdProgress(store, 1);
  const tickets = Array.from({ length: TICKETS }, (_, index) => index + 1);
  const archived = tickets.filter((ticket) => ticket % EVERY === 0);
  for (const ticket of archived) await store.create(`archive/1/${ticket}/inventory.json`, Buffer.of(1));

  /** Runs the function as its queue does, until the message is done. */
  async function apply(sequence: number): Promise<number> {
    const body = holdMessage({ matter: "big", sequence, look: 1 });
    for (let run = 1; run <= RUNS; run += 1) {
      const ends = Date.now() + LAMBDA_MS;
      const context = { awsRequestId: "id", getRemainingTimeInMillis: () => ends - Date.now() };
      const goOn = () => sleep(0);
      const dependencies = { orgId: 1, register, legalHold, progress, goOn, log: silentLogger };
      const event = { Records: [{ messageId: "m", receiptHandle: "r", body } as never] };
      if ((await handleHold(dependencies, event, context)).batchItemFailures.length === 0) return run;
    }
    throw new Error(`Not done after ${RUNS} runs.`);
  }
  const state = async () => holdState(await register.read("big"), await progress.read("big"));
  const held = async (ticket: number) => (await store.read(`archive/1/${ticket}/inventory.json`))?.held;

  const calls: number[] = [];
  const call = async <Value>(made: () => Promise<Value>): Promise<Value> => {
    const before = process.cpuUsage();
    const value = await made();
    calls.push(cpuMs(before));
    return value;
  };
  const runs: number[] = [];
  const started = process.cpuUsage();

  const sequences: number[] = [];
  for (let from = 0; from < TICKETS; from += A_CALL) {
    const placed = await call(() =>
      register.place("big", tickets.slice(from, from + A_CALL), { by: "b", reason: "r" }),
    );
    sequences.push(...placed.sequences);
    for (const sequence of placed.sequences) await progress.mark("big", { sequence, look: 1, done: 0 });
  }
  expect(await state()).toEqual({ state: "placing", progress: { done: 0, of: TICKETS } });
  for (const sequence of sequences) runs.push(await apply(sequence));
  expect(await state()).toEqual({ state: "held", progress: { done: TICKETS, of: TICKETS } });
  for (const ticket of archived) expect(await held(ticket)).toBe(true);

  const placing = cpuMs(started);

  const released = await call(() => register.release("big", { by: "b", reason: "r" }));
  await progress.mark("big", { sequence: released.sequences[0] ?? 0, look: 1, done: 0 });
  expect(await state()).toEqual({ state: "releasing", progress: { done: 0, of: TICKETS } });
  runs.push(await apply(released.sequences[0] ?? 0));
  expect(await state()).toEqual({ state: "released", progress: { done: TICKETS, of: TICKETS } });
  for (const ticket of archived) expect(await held(ticket)).toBe(false);

  const seconds = (ms: number) => `${(ms / 1_000).toFixed(1)} s`;
  process.stdout.write(
    `${TICKETS} tickets: placed in ${seconds(placing)} of CPU, released in ${seconds(cpuMs(started) - placing)}, S3 included; ` +
      `the longest call ${seconds(Math.max(...calls))}, at most ${Math.max(...runs)} runs of the function for a change\n`,
  );
  expect(Math.max(...calls)).toBeLessThan(API_CPU_MS);
  client.destroy();
  await s3.close();
}, 3_600_000);
