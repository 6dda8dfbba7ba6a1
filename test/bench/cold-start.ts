/** Starts one process of a function and takes the time until it is loaded and until it has answered its first event. */
import { readdir, readFile } from "node:fs/promises";
import { type FunctionOptions, startEnvironment } from "../stand-ins/lambda/environment.ts";
import type { Outcome } from "../stand-ins/lambda/runtime-api.ts";

export interface ColdStart {
  /** Ms from the start of the process until its handler is loaded and it asks for an event. */
  readonly loadMs: number;
  /** Ms from the start of the process until the answer to the first event is there. */
  readonly answerMs: number;
  /** Ms of CPU that the process took until then, over all of its threads. */
  readonly cpuMs: number;
}

/** @throws Error when the function answers with an error, or `isRight` is false of its answer */
export async function coldStart(
  options: FunctionOptions,
  event: unknown,
  isRight: (result: unknown) => boolean,
): Promise<ColdStart> {
  let log = "";
  const started = performance.now();
  const environment = await startEnvironment(options, (text) => {
    log += text;
  });
  try {
    const outcome = await environment.invoke(event);
    const answerMs = performance.now() - started;
    const cpuMs = await cpuOf(environment.process.pid ?? 0);
    check(outcome, isRight, `${options.name}: ${JSON.stringify(outcome)}\n${log}`);
    return { loadMs: environment.initMs ?? answerMs, answerMs, cpuMs };
  } finally {
    environment.close();
  }
}

function check(outcome: Outcome, isRight: (result: unknown) => boolean, what: string): void {
  if ("error" in outcome || !isRight(outcome.result)) throw new Error(`The first event failed. ${what}`);
}

/** From Linux's schedstat, in which each thread's first number is its nanoseconds on a CPU. */
async function cpuOf(pid: number): Promise<number> {
  const threads = await readdir(`/proc/${pid}/task`);
  const times = await Promise.all(
    threads.map(async (thread) => {
      // A thread that has ended meanwhile was one of the pool's, with next to nothing to count.
      const text = await readFile(`/proc/${pid}/task/${thread}/schedstat`, "utf8").catch(() => "0");
      return Number(text.split(" ")[0]) / 1e6;
    }),
  );
  return times.reduce((sum, time) => sum + time, 0);
}

/** The middle of an odd number of values, the mean of the two middle ones else. */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length / 2;
  const [low = Number.NaN, high = low] = sorted.slice(Math.ceil(middle) - 1, Math.floor(middle) + 1);
  return (low + high) / 2;
}
