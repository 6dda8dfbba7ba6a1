/** A small LeadSquared, S3 and queue at which things go wrong, with the archive function's workers between them. */
import { setTimeout as sleep } from "node:timers/promises";
import type { S3Client } from "@aws-sdk/client-s3";
import type { SQSBatchResponse, SQSEvent } from "aws-lambda";
import { type Random, seededRandom } from "../../cli/sandbox/random.ts";
import { type Sandbox, startSandbox } from "../../cli/sandbox/sandbox.ts";
import type { ArchiveDependencies } from "../../functions/archive/dependencies.ts";
import { handleArchive } from "../../functions/archive/handler.ts";
import { localPacer } from "../../shared/leadsquared/local-pacer.ts";
import { VENDOR_PACE } from "../../shared/leadsquared/pace.ts";
import type { Pacer } from "../../shared/leadsquared/pacer.ts";
import type { ObjectStore } from "../../shared/store/object-store.ts";
import { indexKeeper } from "../../shared/sync/keep-index.ts";
import { sqliteIndex } from "../../shared/sync/sqlite-index.ts";
import { dyingStore } from "../archive/dying-store.ts";
import { harness } from "../archive/harness.ts";
import { type RecordedLog, recordedLog } from "../functions/http.ts";
import { startArchiver } from "../slow/process.ts";
import { type S3StandIn, startS3 } from "../stand-ins/s3/stand-in.ts";
import { ARCHIVE_BUCKET, makeVaultBuckets, vaultClient, vaultStore } from "../stand-ins/s3/vault.ts";
import { callsUnderWay } from "./calls-under-way.ts";
import { type JumpingClock, jumpingClock } from "./clock.ts";
import { FaultyQueue } from "./queue.ts";

const TICKETS = 6;
/** Of the vendor's 25 in 5 s: three are left to others, as a process of its own is. */
const CALLS = 22;
const CLOCK_OFF = 150_000;
/** More than an archive run needs of the store, so that some end before they are killed. */
const OPERATIONS = 30;
/** A call of the function may take so long (ms): no clock of a seed jumps that far. */
const LONG = 500 * 3_600_000;
/** A seed takes some fifty. */
const MOST_BATCHES = 2_000;
/** While things go wrong, nobody waits long for what never comes. */
const IMPATIENT = { maxBytes: 1_000_000, graceMs: 500, deadlineMs: 1_500 };

/** Stands in a message of every ticket; a log that has it tells what customers write. */
export const CUSTOMER_WORDS = "CUSTOMER-WORDS";

interface Threats {
  kills: number;
  shortTimes: number;
  processKilledAt: number;
}

export class FaultyWorld implements AsyncDisposable {
  /** Tickets of which LeadSquared said what is not so, or took away what nobody could have: they may stay incomplete. */
  readonly lied = new Set<number>();
  /** Workers that are still to be killed, batches with too little time, and the request to S3 at which a process is killed. */
  readonly #threats: Threats = { kills: 0, shortTimes: 0, processKilledAt: 0 };
  batches = 0;
  isStriking = true;
  /** What processes wrote to their error output, and events. */
  readonly told: string[] = [];
  readonly logged: RecordedLog = recordedLog();
  readonly sandbox: Sandbox;
  readonly s3: S3StandIn;
  readonly store: ObjectStore;
  readonly queue: FaultyQueue;
  readonly clock: JumpingClock;
  readonly random: Random;
  readonly #client: S3Client;
  readonly #pacer: Pacer;
  readonly #arrived: () => Promise<void>;
  readonly #index = sqliteIndex(":memory:");

  constructor(sandbox: Sandbox, s3: S3StandIn, clock: JumpingClock, client: S3Client, random: Random) {
    this.sandbox = sandbox;
    this.s3 = s3;
    this.clock = clock;
    this.random = random;
    this.#client = client;
    this.store = vaultStore(client);
    this.queue = new FaultyQueue(clock, random);
    const underWay = callsUnderWay(sandbox);
    const delay = async (ms: number): Promise<void> => {
      await underWay.arrived();
      clock.jump(ms);
    };
    const pacer = localPacer({ ...VENDOR_PACE, limit: CALLS }, { now: clock.now, delay });
    this.#pacer = { ...pacer, slot: underWay.counted(pacer.slot) };
    this.#arrived = underWay.arrived;
    for (const id of sandbox.ticketIds)
      sandbox.change(id, { kind: "add", text: `${CUSTOMER_WORDS} of ticket ${id}` });
  }

  /** How many files the archive has. */
  written(): number {
    return this.s3.keys(ARCHIVE_BUCKET).length;
  }

  threaten(threats: Partial<Threats>): void {
    Object.assign(this.#threats, threats);
  }

  get isProcessThreatened(): boolean {
    return this.#threats.processKilledAt > 0;
  }

  #meets(threat: "kills" | "shortTimes"): boolean {
    const isMet = this.#threats[threat] > 0;
    if (isMet) this.#threats[threat] -= 1;
    return isMet;
  }

  requestAll(times: number): void {
    for (let time = 0; time < times; time += 1)
      for (const ticketId of this.sandbox.ticketIds)
        this.queue.put(JSON.stringify({ ticketId, reason: "test", requestedBy: "tests" }));
  }

  changeSource(times: number): void {
    const { sandbox, random, lied } = this;
    for (let time = 0; time < times; time += 1) {
      const ticketId = random.pick(sandbox.ticketIds);
      const message = sandbox.ticket(ticketId)?.ConversationList[0]?.Id ?? undefined;
      const what =
        message === undefined ? "add" : random.pick(["add", "edit", "remove", "add-file"] as const);
      const n = random.integer(1_000_000);
      if (what === "add" || message === undefined)
        sandbox.change(ticketId, { kind: "add", text: `words ${n}` });
      else if (what === "edit")
        sandbox.change(ticketId, { kind: "edit", message, set: { Text: `edited ${n}` } });
      else if (what === "add-file")
        sandbox.change(ticketId, { kind: "add-file", message, name: `${n}.txt`, bytes: 300 });
      else {
        sandbox.change(ticketId, { kind: "remove", message });
        lied.add(ticketId);
      }
    }
  }

  /** Takes batches side by side until the queue is empty. @param between called before each */
  async drain(workers: number, between: () => void = () => {}): Promise<void> {
    const work = async (): Promise<void> => {
      while (!this.queue.isEmpty) {
        between();
        await this.#arrived();
        const event = this.queue.receive();
        if (event === undefined) {
          await sleep(5);
          continue;
        }
        this.batches += 1;
        if (this.batches > MOST_BATCHES) throw new Error("the queue is never empty");
        this.queue.acknowledge(event, await this.#run(event));
      }
    };
    await Promise.all(Array.from({ length: workers }, work));
  }

  /** Archives a ticket in a process of its own, which is killed at a request to S3. */
  async killProcess(): Promise<void> {
    const { sandbox, s3, random } = this;
    const { origin, orgId, accessKey, secretKey } = sandbox;
    const { endpoint, credentials } = s3;
    const archiver = startArchiver({
      sandbox: { origin, orgId, accessKey, secretKey },
      store: { s3: { endpoint, credentials } },
      ticketIds: [random.pick(sandbox.ticketIds)],
    });
    let left = this.#threats.processKilledAt;
    this.#threats.processKilledAt = 0;
    s3.onRequest = () => {
      left -= 1;
      if (left === 0) archiver.child.kill("SIGKILL");
    };
    const { stderr } = await archiver.ended;
    s3.onRequest = () => {};
    this.told.push(stderr);
  }

  /** As a fresh instance of the function; nothing comes back of one that was killed. */
  async #run(event: SQSEvent): Promise<SQSBatchResponse | undefined> {
    const { sandbox, clock, random, logged, queue } = this;
    const isKilled = this.isStriking && this.#meets("kills");
    const isShort = this.isStriking && this.#meets("shortTimes");
    const store = isKilled ? dyingStore(this.store, 1 + random.integer(OPERATIONS)).store : this.store;
    const off = random.integer(2 * CLOCK_OFF + 1) - CLOCK_OFF;
    const keys = async () => ({ accessKey: sandbox.accessKey, secretKey: sandbox.secretKey });
    const before = await keys();
    const { log } = logged;
    const keeper = indexKeeper({ index: async () => this.#index, now: clock.now, log });
    await using wired = harness(sandbox, store, {
      log,
      pacer: this.#pacer,
      now: clock.ofMachine(off),
      onSeen: keeper.seen,
      credentials: { read: async () => before, refresh: keys },
      client: { retries: 1 },
      transfer: this.isStriking ? IMPATIENT : {},
    });
    const dependencies: ArchiveDependencies = {
      orgId: sandbox.orgId,
      archive: wired.request,
      events: { publish: async (type, detail) => void this.told.push(`${type} ${JSON.stringify(detail)}`) },
      messages: queue,
      queue,
      index: keeper,
      log,
      reserveMs: 0,
      random: () => 0,
    };
    const left = isShort ? 50 + random.integer(500) : LONG;
    const context = { awsRequestId: "request", getRemainingTimeInMillis: () => left };
    const response = await handleArchive(dependencies, event, context);
    return isKilled ? undefined : response;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#client.destroy();
    this.#index[Symbol.dispose]();
    await Promise.all([this.sandbox.close(), this.s3.close()]);
  }
}

export async function faultyWorld(seed: number): Promise<FaultyWorld> {
  const clock = jumpingClock();
  const [sandbox, s3] = await Promise.all([
    startSandbox({ tickets: TICKETS, seed, now: clock.now }),
    startS3(),
  ]);
  const client = vaultClient(s3);
  await makeVaultBuckets(client);
  return new FaultyWorld(sandbox, s3, clock, client, seededRandom("faults", seed));
}
