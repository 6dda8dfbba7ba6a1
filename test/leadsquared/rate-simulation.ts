/** Simulated time and, in it, a LeadSquared with its call limit, a server that keeps a text, and workers that share it. */

import { seededRandom } from "../../cli/sandbox/random.ts";
import { accountClock } from "../../shared/leadsquared/account-clock.ts";
import { type PaceLimits, VENDOR_PACE } from "../../shared/leadsquared/pace.ts";
import { pacerOn } from "../../shared/leadsquared/pace-keeper.ts";
import type { Pacer } from "../../shared/leadsquared/pacer.ts";
import { type PaceText, sharedPace } from "../../shared/leadsquared/shared-pace.ts";

export type Simulation = ReturnType<typeof simulation>;

interface Timer {
  readonly at: number;
  readonly resolve: () => void;
}

/**
 * A clock that jumps to the next timer when nothing else is left to do.
 * @param isBusy whether something real is under way that takes no simulated time
 */
export function simulation(isBusy = () => false) {
  let time = 0;
  let timers: readonly Timer[] = [];

  async function becomeIdle(): Promise<void> {
    do {
      await new Promise((resolve) => setImmediate(resolve));
    } while (isBusy());
  }

  /** Goes to the next timer; false if there is none until then. */
  function advance(until: number): boolean {
    const next = timers.reduce((earliest, { at }) => Math.min(earliest, at), Number.POSITIVE_INFINITY);
    if (next > until) return false;
    time = Math.max(time, next);
    const due = timers.filter(({ at }) => at <= time);
    timers = timers.filter(({ at }) => at > time);
    for (const { resolve } of due.toSorted((a, b) => a.at - b.at)) resolve();
    return true;
  }

  return {
    now: () => time,
    delay: (ms: number, signal?: AbortSignal) =>
      new Promise<void>((resolve, reject) => {
        const timer = { at: time + ms, resolve };
        timers = [...timers, timer];
        signal?.addEventListener("abort", () => {
          timers = timers.filter((other) => other !== timer);
          reject(signal.reason);
        });
      }),
    /** Lets time pass without any timer firing, as a blocked event loop does. */
    block: (ms: number) => {
      time += ms;
    },
    async run(until: number): Promise<void> {
      do await becomeIdle();
      while (advance(until));
      time = Math.max(time, until);
    },
    /** Lets as much time pass as the work takes. */
    async finish<Result>(work: Promise<Result>): Promise<Result> {
      let over = false;
      const end = () => {
        over = true;
      };
      work.then(end, end);
      await becomeIdle();
      while (!over) {
        advance(Number.MAX_VALUE);
        await becomeIdle();
      }
      return await work;
    },
  };
}

/** The most calls within less than 5 s of each other; `calls` are in order. */
export function fullestWindow(calls: readonly number[]): number {
  let first = 0;
  return calls.reduce((most, call, index) => {
    while (call - (calls[first] ?? call) >= 5000) first += 1;
    return Math.max(most, index - first + 1);
  }, 0);
}

/** How a server may count: in windows that begin every 5 s, or in any 5 s, and then perhaps what it refuses too. */
type WindowModel = "fixed" | "sliding" | "counting refusals";

interface LimitedServer {
  /** A call arrives; false when it is one too many. */
  arrive(now: number): boolean;
  readonly arrivals: readonly number[];
}

function limitedServer(model: WindowModel, limit: number): LimitedServer {
  const { windowMs } = VENDOR_PACE;
  const arrivals: number[] = [];
  let counted: number[] = [];
  return {
    arrivals,
    arrive(now) {
      arrivals.push(now);
      const start = model === "fixed" ? Math.floor(now / windowMs) * windowMs : now - windowMs;
      counted = counted.filter((time) => (model === "fixed" ? time >= start : time > start));
      const admitted = counted.length < limit;
      if (admitted || model === "counting refusals") counted.push(now);
      return admitted;
    },
  };
}

export interface Campaign {
  readonly window: WindowModel;
  readonly workers: number;
  readonly minutes: number;
  /** Calls in 5 s that the server admits; the vendor's ceiling unless given. */
  readonly allowed?: number;
  /** What the workers keep to; all that is allowed unless given. */
  readonly limits?: PaceLimits;
  /** Of the last worker's clock against the others', in ms. */
  readonly clockErrorMs?: number;
  readonly seed?: number;
}

interface Outcome {
  /** Of what the workers' limit allows after the first burst. */
  readonly used: number;
  /** Of all calls. */
  readonly refused: number;
  readonly fullestWindow: number;
  /** Writes of the shared pace, for each call. */
  readonly writes: number;
}

const CALLERS = 32;
/** The simulation's zero, in ms since 1970: amid a second. */
export const EPOCH = Date.UTC(2026, 0, 1) + 470;

/** Workers that call as fast as they may, on a network with jitter. */
export async function simulateCampaign(campaign: Campaign): Promise<Outcome> {
  const { window, workers, minutes, clockErrorMs = 0, seed = 1, allowed = VENDOR_PACE.limit } = campaign;
  const limits = campaign.limits ?? { ...VENDOR_PACE, limit: allowed };
  const sim = simulation();
  const random = seededRandom("rate", window, workers, clockErrorMs, seed);
  const between = (least: number, most: number): number => least + random.integer(most - least + 1);
  const server = limitedServer(window, allowed);
  const item = sharedItem(sim, limits, () => (random.chance(0.01) ? 100 : between(2, 8)));
  let admitted = 0;

  async function callForEver(pacer: Pacer): Promise<never> {
    let connect = 150;
    for (;;) {
      const slot = await pacer.slot();
      await sim.delay(connect);
      connect = 0;
      slot.sent();
      await sim.delay(between(5, 40));
      const done = server.arrive(sim.now());
      await sim.delay(between(20, 80));
      slot.answered();
      if (done) admitted += 1;
      else await pacer.pushBack(5000 + random.integer(1000));
    }
  }

  for (let worker = 1; worker <= workers; worker += 1) {
    const now = () => EPOCH + sim.now() + (worker === workers ? clockErrorMs : 0);
    const pacer = item.pacer(now);
    for (let caller = 0; caller < CALLERS / workers; caller += 1) void callForEver(pacer);
  }
  await sim.run(minutes * 60_000);

  const { arrivals } = server;
  const seconds = (sim.now() - (arrivals[0] ?? 0)) / 1000;
  return {
    used: (admitted - limits.limit) / (seconds * (limits.limit / (limits.windowMs / 1000))),
    refused: (arrivals.length - admitted) / arrivals.length,
    fullestWindow: fullestWindow(arrivals),
    writes: item.writes() / arrivals.length,
  };
}

/** An item in memory that is replaced under DynamoDB's conditions, on a server with a right clock, and pacers on it. */
function sharedItem(sim: Simulation, limits: PaceLimits, latency: () => number) {
  let kept: string | undefined;
  let writes = 0;

  function pacer(now: () => number): Pacer {
    const clock = accountClock(now);
    const request = async <Answer>(work: () => Answer): Promise<Answer> => {
      const sent = now();
      await sim.delay(latency() / 2);
      const answer = work();
      const date = Math.floor((EPOCH + sim.now()) / 1000) * 1000;
      await sim.delay(latency() / 2);
      clock.heard(date, sent);
      return answer;
    };
    const text: PaceText = {
      read: () => request(() => kept),
      replace: (seen, next) =>
        request(() => {
          writes += 1;
          if (seen !== kept) return { done: false, ...(kept !== undefined && { found: kept }) };
          kept = next;
          return { done: true };
        }),
    };
    const { delay } = sim;
    return pacerOn(sharedPace({ text, clock, limits, delay }), { limits, now, delay });
  }
  return { pacer, writes: () => writes };
}
