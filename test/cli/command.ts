/** Runs the command line in a folder of its own, against a sandbox: as a child process, or within the test's. */
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { runCommand } from "../../cli/run-command.ts";
import type { Sandbox } from "../../cli/sandbox/sandbox.ts";

const MAIN = join(import.meta.dirname, "../../cli/main.ts");
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
  // Without the launcher: a signal, or a measurement of memory, is meant for the program itself.
  const child = spawn(
    process.execPath,
    ["--semi-space-growth-factor=1", "--max-semi-space-size=2", MAIN, ...args],
    {
      cwd,
      env: { PATH: process.env["PATH"], NODE_COMPILE_CACHE: COMPILE_CACHE, ...env },
      stdio: ["ignore", "pipe", "pipe"],
    },
  );
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

const TERMINAL = join(import.meta.dirname, "in-typed-terminal.py");

/** What is typed once something is shown. */
export type Typed = readonly [awaited: string, typed: string];

/** Runs the command in a terminal so many columns wide; what it shows, escapes and all, is `stdout`. */
export async function inTerminal(
  args: readonly string[],
  typed: readonly Typed[],
  { cwd, env = {} }: Surroundings,
  columns = 80,
): Promise<Ended> {
  const program = [process.execPath, MAIN, ...args];
  const child = spawn("python3", [TERMINAL, String(columns), JSON.stringify(typed), ...program], {
    cwd,
    env: { PATH: process.env["PATH"], TERM: "xterm", NODE_COMPILE_CACHE: COMPILE_CACHE, ...env },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const [[code], stdout, stderr] = await Promise.all([
    once(child, "exit"),
    text(child.stdout),
    text(child.stderr),
  ]);
  return { code: typeof code === "number" ? code : null, stdout, stderr };
}

/** What a command within this process meets. */
export interface Here extends Surroundings {
  /** Of the terminal that takes what is said; without, it goes into a pipe. */
  readonly columns?: number;
}

/** Where the commands within this process run, and how many do. */
const here = { cwd: "", before: "", running: 0 };

/**
 * The same within this process, which spares starting one and loading the program: for what a command does and says.
 * A process has one working folder: commands run at once in one only.
 */
export async function runHere(args: readonly string[], { cwd, env = {}, columns }: Here): Promise<Ended> {
  enter(cwd);
  try {
    const [stdout, stderr] = [collector(columns), collector(columns)];
    const interruption = () => new AbortController().signal;
    const code = await runCommand(args, { stdout, stderr, env, interruption });
    return { code, stdout: stdout.text(), stderr: stderr.text() };
  } finally {
    leave();
  }
}

function enter(cwd: string): void {
  if (here.running === 0) {
    Object.assign(here, { cwd, before: process.cwd() });
    process.chdir(cwd);
  }
  if (here.cwd !== cwd) throw new Error(`A command still runs in ${here.cwd}.`);
  here.running += 1;
}

function leave(): void {
  here.running -= 1;
  if (here.running === 0) process.chdir(here.before);
}

function collector(columns: number | undefined) {
  const texts: string[] = [];
  const terminal = columns === undefined ? {} : { isTTY: true, columns, hasColors: () => true };
  return { ...terminal, write: (text: string) => void texts.push(text), text: () => texts.join("") };
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
