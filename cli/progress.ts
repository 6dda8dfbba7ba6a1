/** Shows on stderr how far a long run is: a bar on a terminal, else a line every few seconds. */
import { Presets, SingleBar } from "cli-progress";
import { setBar } from "./above-bar.ts";
import { count, duration } from "./text.ts";

const PLAIN_EVERY_MS = 5_000;
/** The first calls of an account may all go at once: until this long (ms) the rate foretells nothing. */
const BURST_MS = 6_000;

export interface Progress {
  /** How far the run is, and what else there is to say of it. */
  update(done: number, remark: string): void;
  /** Shows at once what has changed of the wait. */
  refresh(): void;
  stop(): void;
}

/**
 * @param noun what is counted: `tickets`
 * @param total how many there will be
 * @param wait what the run waits for, "" when it goes on
 */
export function startProgress(noun: string, total: number, wait: () => string = () => ""): Progress {
  const started = performance.now();
  let done = 0;
  let remark = "";
  const details = (): string => {
    const remarks = [wait(), remark].filter((text) => text !== "").join(", ");
    return paceOf(done, total, performance.now() - started, remarks);
  };
  const display = process.stderr.isTTY
    ? bar(noun, total)
    : lines(noun, total, () => ({ done, details: details(), wait: wait() }));
  return {
    update(newDone, newRemark) {
      done = newDone;
      remark = newRemark;
      display.update(done, details());
    },
    refresh: () => display.update(done, details()),
    stop: display.stop,
  };
}

/** `4.9/s, about 3 min 10 s left, 2 failed`. */
export function paceOf(done: number, total: number, elapsedMs: number, remark: string): string {
  const perSecond = done / (elapsedMs / 1000);
  const pace = done > 0 ? [`${perSecond.toFixed(1)}/s`] : [];
  const left =
    done > 0 && done < total && elapsedMs > BURST_MS
      ? [`about ${duration(((total - done) / perSecond) * 1000)} left`]
      : [];
  return [...pace, ...left, ...(remark === "" ? [] : [remark])].join(", ");
}

interface Display {
  update(done: number, details: string): void;
  stop(): void;
}

/** Columns of the bar itself, beside which the numbers must have room. */
const WIDEST_BAR = 24;
const BESIDE_BAR = 50;

function bar(noun: string, total: number): Display {
  const { columns = 80 } = process.stderr;
  const drawn = new SingleBar(
    {
      format: `{bar} {percentage}%  {value} of {total} ${noun}  {details}`,
      stream: process.stderr,
      barsize: Math.max(0, Math.min(WIDEST_BAR, columns - BESIDE_BAR)),
      hideCursor: true,
      clearOnComplete: true,
      gracefulExit: false,
    },
    Presets.shades_classic,
  );
  const clear = (): void => void process.stderr.write("\r\x1b[K");
  // A second Ctrl-C ends the process at once: the terminal gets its cursor and its wrapping back all the same.
  const restore = (): void => void process.stderr.write("\r\x1b[K\x1b[?25h\x1b[?7h");
  drawn.start(total, 0, { details: "" });
  setBar(clear);
  process.once("exit", restore);
  return {
    update: (done, details) => drawn.update(done, { details }),
    stop() {
      drawn.stop();
      setBar(undefined);
      process.off("exit", restore);
    },
  };
}

interface Shown {
  readonly done: number;
  readonly details: string;
  readonly wait: string;
}

function lines(noun: string, total: number, now: () => Shown): Display {
  let last: Shown | undefined;
  const timer = setInterval(() => {
    const { done, details, wait } = now();
    // A wait of hours is said once.
    if (wait !== "" && wait === last?.wait && done === last.done) return;
    last = { done, details, wait };
    process.stderr.write(
      `${count(done)} of ${count(total)} ${noun}${details === "" ? "" : `: ${details}`}\n`,
    );
  }, PLAIN_EVERY_MS);
  timer.unref();
  return { update: () => {}, stop: () => clearInterval(timer) };
}
