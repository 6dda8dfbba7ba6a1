/** Runs the archiver as a process of its own. */
import { type ChildProcess, spawn } from "node:child_process";
import { fileURLToPath } from "node:url";
import type { ArchivedReceipt } from "../../shared/archive/receipt.ts";
import type { Job } from "./archiver.main.ts";

const ARCHIVER = fileURLToPath(new URL("archiver.main.ts", import.meta.url));
const KILLER = new URL("kill-at-change.ts", import.meta.url).href;

interface Ended {
  readonly signal: NodeJS.Signals | null;
  readonly code: number | null;
  readonly stderr: string;
  readonly receipts: readonly ArchivedReceipt[];
}

export interface Archiver {
  readonly child: ChildProcess;
  readonly ended: Promise<Ended>;
}

/** @param killAtChange the change of the file system, from 1, at which it kills itself */
export function startArchiver(job: Job, killAtChange?: number): Archiver {
  const preload = killAtChange === undefined ? [] : ["--import", KILLER];
  const child = spawn(process.execPath, [...preload, ARCHIVER, JSON.stringify(job)], {
    env: { ...process.env, KILL_AT_CHANGE: String(killAtChange ?? "") },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const ended = new Promise<Ended>((resolve, reject) => {
    let stdout = "";
    let stderr = "";
    child.stdout.on("data", (text) => {
      stdout += text;
    });
    child.stderr.on("data", (text) => {
      stderr += text;
    });
    child.once("error", reject);
    child.once("close", (code, signal) => {
      const printed = stdout === "" ? { receipts: [] } : JSON.parse(stdout);
      resolve({ signal, code, stderr, ...printed });
    });
  });
  return { child, ended };
}
