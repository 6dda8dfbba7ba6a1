/** How the command behaves as a process: signals, a reader that goes away. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { expect, test } from "vitest";
import { firstOutput } from "../first-output.ts";
import { BIN, start } from "./command.ts";

const surroundings = { cwd: import.meta.dirname };

function script(...args: string[]) {
  const child = spawn(process.execPath, args, { stdio: ["ignore", "pipe", "pipe"] });
  const ended = Promise.all([once(child, "exit"), text(child.stdout), text(child.stderr)]);
  return { child, ended: ended.then(([[code], stdout, stderr]) => ({ code, stdout, stderr })) };
}

test.concurrent("the sandbox runs with its own options until Ctrl-C", async () => {
  const { child, ended } = start(["sandbox", "--port", "0", "--tickets", "2"], surroundings);

  const greeting = await firstOutput(child);
  child.kill("SIGINT");
  const { code, stdout } = await ended;

  expect(greeting).toContain("tickets   3: 143, 1000, 1001");
  expect(stdout).toContain("Stopped after 0 API calls.");
  expect(code).toBe(0);
});

test.concurrent("the sandbox refuses options that it does not know with 2", async () => {
  const { code, stderr } = await start(["sandbox", "--speed", "9"], surroundings).ended;

  expect(code).toBe(2);
  expect(stderr).toContain("--speed");
});

test.concurrent("one Ctrl-C, which npm repeats, asks to stop; a second one ends the process with 130", async () => {
  const module = JSON.stringify(join(import.meta.dirname, "../../cli/interruption.ts"));
  // The clock says when each of the three signals comes.
  const program = `
    import { interruption } from ${module};
    const times = [1000, 1299, 1301];
    performance.now = () => times.shift();
    const signal = interruption(() => {}, 600_000);
    process.on("SIGINT", () => process.stdout.write(signal.reason.code + times.length));
    setInterval(() => {}, 1000);
    process.stdout.write("ready ");`;
  const { child, ended } = script("--input-type=module", "-e", program);
  await firstOutput(child);

  child.kill("SIGINT");
  const first = await firstOutput(child);
  child.kill("SIGINT");
  const repeated = await firstOutput(child);
  child.kill("SIGINT");
  const { code } = await ended;

  expect([first, repeated, code]).toEqual(["interrupted2", "interrupted1", 130]);
});

test.concurrent("what does not end after Ctrl-C is ended with 4", async () => {
  const module = JSON.stringify(join(import.meta.dirname, "../../cli/interruption.ts"));
  const program = `
    import { interruption } from ${module};
    interruption((text) => process.stdout.write(text), 100);
    setInterval(() => {}, 1000);
    process.stdout.write("ready ");`;
  const { child, ended } = script("--input-type=module", "-e", program);
  await firstOutput(child);

  child.kill("SIGINT");
  const { code, stdout } = await ended;

  expect(code).toBe(4);
  expect(stdout).toContain("Something did not answer.");
});

test.concurrent("a reader that goes away ends the command without a word", async () => {
  const child = spawn(process.execPath, [BIN, "--help"], { stdio: ["ignore", "pipe", "pipe"] });
  child.stdout.destroy();

  const [[code], stderr] = await Promise.all([once(child, "exit"), text(child.stderr)]);

  expect([code, stderr]).toEqual([4, ""]);
});
