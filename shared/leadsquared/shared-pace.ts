/** Keeps an account's pace together with other processes, in one text that is replaced only if it is the one last seen. */
import * as z from "zod";
import { LeadSquaredError } from "../errors.ts";
import { parseJson } from "../json.ts";
import { type Logger, silentLogger } from "../log.ts";
import type { AccountClock } from "./account-clock.ts";
import { FREE_PACE, type Pace, type PaceLimits, type Step } from "./pace.ts";
import { type Delay, type PaceKeeper, realDelay } from "./pace-keeper.ts";

/** A text that several processes read and replace; undefined is that of an account that nobody has called. */
export interface PaceText {
  read(): Promise<string | undefined>;
  /** Replaces `seen`. False when it is no longer there; what is there instead comes along if the server tells. */
  replace(
    seen: string | undefined,
    text: string,
  ): Promise<{ readonly done: boolean; readonly found?: string }>;
}

export interface SharedPaceOptions {
  readonly text: PaceText;
  readonly clock: AccountClock;
  readonly limits: PaceLimits;
  readonly delay?: Delay | undefined;
  readonly log?: Logger | undefined;
}

/** Well above what reading takes, so that hardly a call is late; short, so that hardly a push-back is missed. */
const LOOK_AHEAD_MS = 100;
const FRESH_MS = 2.5 * LOOK_AHEAD_MS;

/** Each lost attempt is another caller's success, and the waits grow: this many are lost only if something is broken. */
const ATTEMPTS = 40;
const LONGEST_PAUSE_MS = 200;

const textSchema = z.object({
  /** The account's clock when this was written. */
  at: z.number(),
  log: z.array(z.number()),
  day: z.object({ span: z.number(), counts: z.array(z.number()) }),
  behind: z.number(),
  blockedUntil: z.number(),
});

interface Seen {
  readonly text: string | undefined;
  readonly pace: Pace;
}

/** @throws from `change`: LeadSquaredError `pace-unavailable` (retryable) when others are always quicker; what `text` throws */
export function sharedPace(options: SharedPaceOptions): PaceKeeper {
  const { text, clock, limits, delay = realDelay, log = silentLogger } = options;
  let seen: Seen | undefined;
  let seenAt = Number.NEGATIVE_INFINITY;
  /** Changes of this process wait for each other rather than compete. */
  let lastChange: Promise<unknown> = Promise.resolve();

  function understand(found: string | undefined): Pace {
    if (found === undefined) return FREE_PACE;
    const parsed = parsePace(found);
    if (parsed === undefined) {
      // Another version's, perhaps: it is replaced, after a window in which nobody calls.
      log.warn("pace.unreadable", { bytes: found.length });
      return { ...FREE_PACE, blockedUntil: clock.now() + limits.windowMs + limits.guardMs };
    }
    const { at, ...pace } = parsed;
    clock.saw(at);
    return pace;
  }

  function see(found: string | undefined, pace: Pace): Seen {
    seen = { text: found, pace };
    seenAt = clock.now();
    return seen;
  }

  async function read(): Promise<Seen> {
    const before = seen;
    const found = await text.read();
    // A change that was made meanwhile is newer than what was read.
    return seen && seen !== before ? seen : see(found, understand(found));
  }

  async function replace(old: Seen, pace: Pace): Promise<boolean> {
    const next = JSON.stringify({ at: clock.now(), ...pace });
    const { done, found } = await text.replace(old.text, next);
    if (done) see(next, pace);
    else if (found !== undefined) see(found, understand(found));
    else seen = undefined;
    return done;
  }

  async function changeNow<S extends Step>(rule: (pace: Pace) => S): Promise<S> {
    for (let attempt = 1; attempt <= ATTEMPTS; attempt += 1) {
      const old = seen ?? (await read());
      const step = rule(old.pace);
      if (step.pace === old.pace || (await replace(old, step.pace))) return step;
      await delay(Math.random() * Math.min(20 * (attempt - 1), LONGEST_PAUSE_MS));
    }
    throw new LeadSquaredError(
      "pace-unavailable",
      `The account's pace was changed by others in each of ${ATTEMPTS} attempts. Nothing was called; try again later.`,
      { retryable: true },
    );
  }

  return {
    now: clock.now,
    pace: () => seen?.pace ?? FREE_PACE,
    change(rule) {
      const change = lastChange.then(() => changeNow(rule));
      lastChange = change.catch(() => {});
      return change;
    },
    isFresh: () => Math.abs(clock.now() - seenAt) <= FRESH_MS,
    look: shareWhileRunning(async () => {
      await read();
    }),
    lookAheadMs: LOOK_AHEAD_MS,
  };
}

/** Undefined for what is no pace. */
function parsePace(text: string): z.infer<typeof textSchema> | undefined {
  try {
    return textSchema.parse(parseJson(text));
  } catch {
    return undefined;
  }
}

/** Callers that come while the work runs get the result of that run. */
function shareWhileRunning(work: () => Promise<void>): () => Promise<void> {
  let running: Promise<void> | undefined;
  return () => {
    running ??= work().finally(() => {
      running = undefined;
    });
    return running;
  };
}
