/** Runs the real command line as a child process, in a folder of its own, against a sandbox. */
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import type { Sandbox } from "../sandbox/sandbox.ts";

export const BIN = join(import.meta.dirname, "../../cli/ticketvault.js");

/** Node starts the command in half the time when it need not compile it each time. */
const COMPILE_CACHE = join(import.meta.dirname, "../../node_modules/.cache/ticketvault-tests");

export interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface Started {
  readonly child: ChildProcess;
  readonly ended: Promise<Ended>;
}

export interface Surroundings {
  /** Working folder, in which `./vault` comes to be. */
  readonly cwd: string;
  /** The whole environment but PATH and the compile cache. */
  readonly env?: Readonly<Record<string, string>>;
}

export function start(args: readonly string[], { cwd, env = {} }: Surroundings): Started {
  const child = spawn(process.execPath, [BIN, ...args], {
    cwd,
    env: { PATH: process.env["PATH"], NODE_COMPILE_CACHE: COMPILE_CACHE, ...env },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const { stdout, stderr } = child;
  const ended = Promise.all([once(child, "exit"), text(stdout), text(stderr)]).then(([[code], out, err]) => ({
    code: typeof code === "number" ? code : null,
    stdout: out,
    stderr: err,
  }));
  return { child, ended };
}

export function ticketvault(args: readonly string[], surroundings: Surroundings): Promise<Ended> {
  return start(args, surroundings).ended;
}

/** The settings that point the command at a sandbox. */
export function envOf(sandbox: Sandbox): Record<string, string> {
  return {
    TICKETVAULT_ORG_ID: String(sandbox.orgId),
    TICKETVAULT_ACCESS_KEY: sandbox.accessKey,
    TICKETVAULT_SECRET_KEY: sandbox.secretKey,
    TICKETVAULT_BASE_URL: sandbox.origin,
    TICKETVAULT_ATTACHMENT_HOSTS: sandbox.origin,
  };
}
