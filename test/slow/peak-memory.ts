/** The most memory that a process had resident. */
import { readFile } from "node:fs/promises";
import { setTimeout as sleep } from "node:timers/promises";

/** Follows a process to its end; bytes. Linux. */
export async function peakMemory(pid: number | undefined, ended: Promise<unknown>): Promise<number> {
  let running = true;
  const stop = () => {
    running = false;
  };
  ended.then(stop, stop);
  let peak = 0;
  while (running) {
    const status = await readFile(`/proc/${pid}/status`, "utf8").catch(() => "");
    peak = Math.max(peak, Number(/^VmHWM:\s+(\d+) kB$/m.exec(status)?.[1] ?? 0) * 1024);
    await sleep(20);
  }
  return peak;
}
