/** Waits for a child process to begin, and fails at once when it does not. */
import type { ChildProcess } from "node:child_process";

/**
 * What the child writes first to its piped stdout.
 * @throws Error when it ends, or could not be started, before it wrote anything; with what it wrote to stderr, if piped
 */
export function firstOutput(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let complaint = "";
    child.stderr?.on("data", (data) => {
      complaint += data;
    });
    child.stdout?.once("data", (data) => resolve(String(data)));
    child.once("error", reject);
    child.once("close", (code, signal) =>
      reject(new Error(`The process ended with ${signal ?? code} before it wrote anything: ${complaint}`)),
    );
  });
}
