/** Waits while the store does not answer: one fault for all that run at once, however many tickets it keeps waiting. */
import { StoreError } from "../errors.ts";

/** How long a store may be away, and who is told. */
export interface StorePatience {
  /** Of one outage, in ms. */
  readonly limitMs: number;
  /** In ms; only differences count. */
  readonly now: () => number;
  /** Ends early when the signal is aborted. */
  readonly delay: (ms: number, signal: AbortSignal) => Promise<void>;
  /** The store does not answer, and is waited for. */
  readonly onAway: (why: string) => void;
  readonly onBack: (afterMs: number) => void;
}

const FIRST_PAUSE_MS = 1_000;
const LONGEST_PAUSE_MS = 30_000;

/** A piece of work that a store answers all others but not this one is not tried for ever. */
const TRIES = 20;

const AWAY = new Set(["unreachable", "busy"]);

export interface StoreOutage {
  /**
   * Does the work, and again after each pause in which the store was away. The pauses grow, and are everybody's.
   * @throws what the work throws; of a store that does not answer when the limit is over, or the tries are
   */
  patiently<T>(work: () => Promise<T>): Promise<T>;
  /** Why the store was given up; undefined while it was not. */
  readonly givenUp: string | undefined;
}

/** The patience of one run with its store. @param signal ends every pause early when it is aborted */
export function storeOutage(patience: StorePatience, signal: AbortSignal): StoreOutage {
  const { limitMs, now, delay, onAway, onBack } = patience;
  let since: number | undefined;
  let pauseMs = FIRST_PAUSE_MS;
  let pause: Promise<void> | undefined;
  let givenUp: string | undefined;

  function answered(): void {
    if (since !== undefined) onBack(now() - since);
    since = undefined;
    pauseMs = FIRST_PAUSE_MS;
  }

  /** False when the limit is over. */
  async function waitOn(error: StoreError): Promise<boolean> {
    if (pause === undefined) {
      if (since === undefined) onAway(error.message);
      since ??= now();
      const left = limitMs - (now() - since);
      if (left <= 0) {
        givenUp ??= error.message;
        return false;
      }
      pause = delay(Math.min(pauseMs, left), signal).finally(() => {
        pause = undefined;
      });
      pauseMs = Math.min(2 * pauseMs, LONGEST_PAUSE_MS);
    }
    await pause;
    return true;
  }

  return {
    async patiently(work) {
      for (let tries = 1; ; tries += 1) {
        await pause;
        try {
          const result = await work();
          answered();
          return result;
        } catch (error) {
          const away = error instanceof StoreError && AWAY.has(error.code);
          if (!away || signal.aborted || tries === TRIES || !(await waitOn(error))) throw error;
        }
      }
    },
    get givenUp() {
      return givenUp;
    },
  };
}
