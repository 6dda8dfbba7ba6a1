/** A program that says which signals reached it, and how the launcher is run with it. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { text } from "node:stream/consumers";

/** Says "ready", then what it was asked for by signals, until SIGTERM. */
export const LISTENER = `
  let interrupts = 0;
  process.on("SIGINT", () => console.log("interrupts " + ++interrupts));
  process.on("SIGTERM", () => { console.log("at the end " + interrupts); process.exit(9); });
  setInterval(() => {}, 1000);
  console.log("ready");`;

/** Starts a program with all of its input. */
export function run(program: string, args: readonly string[], input = "") {
  const child = spawn(program, args, { stdio: ["pipe", "pipe", "pipe"] });
  child.stdin.end(input);
  const ended = Promise.all([once(child, "close"), text(child.stdout), text(child.stderr)]);
  return {
    child,
    ended: ended.then(([[code, signal], stdout, stderr]) => ({ code, signal, stdout, stderr })),
  };
}
