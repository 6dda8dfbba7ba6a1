/** An execution environment of AWS's runtime interface emulator, which starts the function, times it and ends it. */
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { request } from "undici";
import * as z from "zod";
import { type Environment, type FunctionOptions, runtimeOf } from "../../stand-ins/lambda/environment.ts";
import type { Outcome } from "../../stand-ins/lambda/runtime-api.ts";
import { freePort, killed, started } from "../program.ts";
import { installed } from "../run.ts";

export interface EmulatedEnvironment extends Environment {
  /** The function's own process, whose parent is the emulator; there is none before the first event. */
  runtime(): Promise<number>;
}

const functionError = z.strictObject({
  errorType: z.string(),
  errorMessage: z.string(),
  trace: z.array(z.string()).optional(),
});

/** @param write what function and emulator write */
export async function startEmulator(
  options: FunctionOptions,
  write: (text: string) => void,
): Promise<EmulatedEnvironment> {
  const [port, runtimePort] = [await freePort(), await freePort()];
  const { args, env } = runtimeOf(options);
  const listen = ["--runtime-interface-emulator-address", `127.0.0.1:${port}`];
  const serve = ["--runtime-api-address", `127.0.0.1:${runtimePort}`];
  const timeout = { AWS_LAMBDA_FUNCTION_TIMEOUT: String(Math.ceil(options.timeoutMs / 1000)) };
  const program = join(installed("lambda"), "bin/aws-lambda-rie");
  const child = await started(program, [...listen, ...serve, process.execPath, ...args], port, {
    cwd: options.folder,
    env: { ...env, ...timeout },
    stdio: ["ignore", "pipe", "pipe"],
  });
  for (const stream of [child.stdout, child.stderr]) stream?.on("data", (piece) => write(String(piece)));
  let alive = true;
  const url = `http://127.0.0.1:${port}/2015-03-31/functions/function/invocations`;
  const runtime = () => childOf(child.pid ?? 0);
  return {
    process: child,
    initMs: undefined,
    get alive() {
      return alive;
    },
    runtime,
    async invoke(event) {
      const body = JSON.stringify(event);
      const answer = await request(url, { method: "POST", body, headersTimeout: 0, bodyTimeout: 0 }).catch(
        (error: Error) => error,
      );
      if (answer instanceof Error) return failure("Emulator.Ended", answer.message);
      return outcomeOf(await answer.body.text());
    },
    close() {
      alive = false;
      void end();
    },
  };

  /** The emulator may be killed before it has ended the function. */
  async function end(): Promise<void> {
    const pid = await runtime().catch(() => undefined);
    await killed(child);
    if (pid !== undefined) killIfThere(pid);
  }
}

/** Any of its threads may have started it. @throws Error when there is none */
async function childOf(pid: number): Promise<number> {
  const threads = await readdir(`/proc/${pid}/task`);
  const children = await Promise.all(
    threads.map((thread) => readFile(`/proc/${pid}/task/${thread}/children`, "utf8")),
  );
  const first = Number(children.join(" ").trim().split(" ")[0]);
  if (first > 0) return first;
  throw new Error("The emulator has not started the function.");
}

function killIfThere(pid: number): void {
  try {
    process.kill(pid, "SIGKILL");
  } catch (error) {
    if (!(error instanceof Error && "code" in error && error.code === "ESRCH")) throw error;
  }
}

/** It answers what a handler threw as it answers what it returned; what timed out, with a sentence. */
function outcomeOf(text: string): Outcome {
  if (/^Task timed out|^$/.test(text)) return failure("Sandbox.Timedout", text);
  const result: unknown = JSON.parse(text);
  const { data: error } = functionError.safeParse(result);
  return error === undefined ? { result } : failure(error.errorType, error.errorMessage);
}

function failure(errorType: string, errorMessage: string): Outcome {
  return { error: { errorType, errorMessage } };
}
