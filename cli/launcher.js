/** Starts a program on Node 24, whatever Node the shell has. Plain JavaScript, which an older Node reads too. */
import { spawn } from "node:child_process";
import { createRequire } from "node:module";
import { delimiter, dirname } from "node:path";

const WANTED = 24;

/** Exit code for a command that cannot be used here. */
const USAGE = 2;

/**
 * Runs `node ARGS` with the environment, inputs and outputs of this process, and ends as that does: with its exit code, or
 * by its signal. Whatever it starts as `node` is the same Node.
 *
 * @param {readonly string[]} args flags of Node, the program's file, its arguments
 */
export function launch(args) {
  runOn([installed(), running()].filter(Boolean), args);
}

/** The Node that `npm ci` installs with this package, or undefined. */
function installed() {
  const windows = process.platform === "win32";
  const name = `node-${windows ? "win" : process.platform}-${process.arch}`;
  try {
    return createRequire(import.meta.url).resolve(`${name}/bin/node${windows ? ".exe" : ""}`);
  } catch {
    return undefined;
  }
}

/** The Node that runs this, if it is new enough. */
function running() {
  return Number(process.versions.node.split(".")[0]) >= WANTED ? process.execPath : undefined;
}

/** Tries one after the other: on a system without glibc the installed one cannot be started. */
function runOn([node, ...others], args) {
  if (node === undefined) {
    sayWhatToInstall();
    return;
  }
  const PATH = [dirname(node), process.env.PATH].filter(Boolean).join(delimiter);
  const child = spawn(node, args, { stdio: "inherit", env: { ...process.env, PATH } });
  const stopForwarding = forwardSignals(child);
  child.on("error", () => {
    stopForwarding();
    runOn(others, args);
  });
  child.on("exit", (code, signal) => {
    stopForwarding();
    if (signal === null) process.exitCode = code;
    else process.kill(process.pid, signal);
  });
}

/** Passes on what asks to stop; a Ctrl-C in a terminal is not passed on, since that sends it to the child as well. */
function forwardSignals(child) {
  const terminal = process.stdin.isTTY || process.stdout.isTTY || process.stderr.isTTY;
  const forward = (signal) => {
    if (signal !== "SIGINT" || !terminal) child.kill(signal);
  };
  const signals = ["SIGINT", "SIGTERM", "SIGHUP"];
  for (const signal of signals) process.on(signal, forward);
  return () => {
    for (const signal of signals) process.off(signal, forward);
  };
}

function sayWhatToInstall() {
  process.stderr.write(
    `Ticketvault needs Node ${WANTED} or later; this is Node ${process.versions.node}, and none that starts here is installed beside it.\n` +
      `Install Ticketvault with its optional packages ("npm ci" in a clone), which bring one on Linux and Windows;\n` +
      `elsewhere install Node ${WANTED} from https://nodejs.org.\n`,
  );
  process.exitCode = USAGE;
}
