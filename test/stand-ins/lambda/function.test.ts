/** The test runtime does what tests of bundles rely on Lambda to do. */
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it, onTestFinished, vi } from "vitest";
import { tempFolder } from "../../temp.ts";
import { type RunningFunction, startFunction } from "./function.ts";

const TIMEOUT_MS = 60_000;

async function functionOf(source: string): Promise<RunningFunction> {
  const folder = await tempFolder();
  await writeFile(join(folder.path, "index.mjs"), source);
  const running = startFunction({
    folder: folder.path,
    env: { GIVEN: "yes" },
    timeoutMs: TIMEOUT_MS,
    memoryMb: 512,
  });
  onTestFinished(async () => {
    await running.close();
    await folder[Symbol.asyncDispose]();
  });
  return running;
}

describe("the test runtime of Lambda", () => {
  it("hands the handler its event and context, and an environment without anything of this process", async () => {
    const running = await functionOf(`
      export const handler = async (event, context) => ({
        event,
        left: context.getRemainingTimeInMillis(),
        id: context.awsRequestId,
        memory: context.memoryLimitInMB,
        names: Object.keys(process.env).filter((name) => !/^(AWS_|LAMBDA_|_)/.test(name)).sort(),
      });
      process.stdout.write("loaded\\n");
    `);

    const outcome = await running.invoke({ hello: ["world"] });

    expect(outcome).toEqual({
      result: {
        event: { hello: ["world"] },
        left: expect.any(Number),
        id: expect.stringMatching(/^[0-9a-f-]{36}$/),
        memory: "512",
        names: ["GIVEN", "LANG", "PATH", "TMPDIR", "TZ"],
      },
    });
    expect(running.logs()).toContain("loaded");
  });

  it("keeps one process for events in turn and starts another for events at once", async () => {
    const running = await functionOf(
      `let calls = 0; export const handler = async () => { calls += 1; await new Promise((done) => setTimeout(done, 200)); return calls; };`,
    );

    const inTurn = [await running.invoke(1), await running.invoke(2)];
    const atOnce = await Promise.all([running.invoke(3), running.invoke(4)]);

    expect(inTurn).toEqual([{ result: 1 }, { result: 2 }]);
    expect(atOnce).toEqual([{ result: 3 }, { result: 1 }]);
    expect(running.starts).toBe(2);
  });

  it("tells what the handler threw, and goes on", async () => {
    const running = await functionOf(
      `export const handler = async (event) => { if (event.bad) throw new RangeError("too bad"); };`,
    );

    const thrown = await running.invoke({ bad: true });
    const fine = await running.invoke({});

    expect(thrown).toMatchObject({ error: { errorType: "RangeError", errorMessage: "too bad" } });
    expect(fine).toEqual({ result: null });
    expect(running.logs()).toContain("too bad");
    expect(running.starts).toBe(1);
  });

  it("tells of a module that does not load, and of a process that ends", async () => {
    const broken = await functionOf(
      `import "a-package-that-is-not-in-the-bundle"; export const handler = 1;`,
    );
    const leaving = await functionOf("export const handler = () => process.exit(3);");

    expect(await broken.invoke({})).toMatchObject({
      error: { errorMessage: expect.stringContaining("a-package-that-is-not") },
    });
    expect(await leaving.invoke({})).toMatchObject({
      error: { errorType: "Runtime.ExitError", errorMessage: "Runtime exited: exit status 3" },
    });
  });

  it("kills a handler at its deadline, and the next event meets a cold start", async () => {
    const running = await functionOf(
      `let calls = 0; export const handler = (event) => { calls += 1; console.log("begun"); return event.slow ? new Promise(() => setInterval(() => {}, 9)) : calls; };`,
    );
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
    onTestFinished(() => void vi.useRealTimers());

    const slow = running.invoke({ slow: true });
    await expect.poll(() => running.logs()).toContain("begun");
    vi.advanceTimersByTime(TIMEOUT_MS);
    const killed = await slow;
    const next = await running.invoke({});

    expect(killed).toMatchObject({ error: { errorType: "Sandbox.Timedout" } });
    expect(next).toEqual({ result: 1 });
    expect(running.starts).toBe(2);
  });

  it("freezes a process between events", async () => {
    const running = await functionOf(
      `let last = Date.now(), longest = 0; setInterval(() => { const now = Date.now(); longest = Math.max(longest, now - last); last = now; }, 10); export const handler = () => new Promise((done) => setTimeout(() => done(longest), 50));`,
    );
    const longestBetweenTicks = async () => Object(await running.invoke({})).result;

    await expect.poll(longestBetweenTicks, { interval: 500 }).toBeGreaterThan(400);
  });
});
