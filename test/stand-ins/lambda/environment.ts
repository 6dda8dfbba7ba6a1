/** One execution environment of a function: its process and Runtime API; frozen when idle, killed at its deadline. */
import { type ChildProcess, spawn } from "node:child_process";
import { randomUUID } from "node:crypto";
import { tmpdir } from "node:os";
import { fileURLToPath } from "node:url";
import { type Invocation, type Outcome, serveRuntimeApi } from "./runtime-api.ts";

const BOOTSTRAP = fileURLToPath(new URL("bootstrap.js", import.meta.url));

export interface FunctionOptions {
  /** Holds `index.mjs`, which exports `handler`. Put it outside of any project, so that nothing resolves but itself. */
  readonly folder: string;
  /** All of the function's environment but what Lambda itself sets; nothing of this process's is inherited. */
  readonly env: Readonly<Record<string, string>>;
  /** For one invocation, from the moment that the handler gets it. */
  readonly timeoutMs: number;
  /** 1024 unless said; sets the size of the heap, as Lambda does. */
  readonly memoryMb?: number | undefined;
  readonly name?: string;
}

export interface Environment {
  readonly process: ChildProcess;
  /** Ms from the start of the process until it first asked for an event; undefined before that. */
  readonly initMs: number | undefined;
  /** False when the process is gone, or is to go. */
  readonly alive: boolean;
  /** One at a time. Never rejects: what went wrong is the outcome. */
  invoke(event: unknown): Promise<Outcome>;
  close(): void;
}

const running = new Set<ChildProcess>();
process.once("exit", () => {
  for (const child of running) child.kill("SIGKILL");
});

export async function startEnvironment(
  options: FunctionOptions,
  write: (text: string) => void,
): Promise<Environment> {
  const { timeoutMs, name = "function" } = options;
  const functionArn = `arn:aws:lambda:${options.env["AWS_REGION"] ?? "us-east-1"}:000000000000:function:${name}`;
  const started = performance.now();
  let initMs: number | undefined;
  let alive = true;
  let timer: NodeJS.Timeout | undefined;
  let settle: ((outcome: Outcome) => void) | undefined;
  let crash: Outcome | undefined;

  const finish = (outcome: Outcome): void => {
    clearTimeout(timer);
    settle?.(outcome);
    settle = undefined;
  };
  const end = (outcome?: Outcome): void => {
    alive = false;
    child.kill("SIGKILL");
    api.close();
    if (outcome) finish(outcome);
  };
  const noteInit = (): void => {
    initMs ??= performance.now() - started;
  };
  const api = await serveRuntimeApi({
    onIdle: () => {
      noteInit();
      child.kill("SIGSTOP");
    },
    onBegin: ({ requestId }) => {
      noteInit();
      timer = setTimeout(() => {
        const seconds = (timeoutMs / 1000).toFixed(2);
        const errorMessage = `RequestId: ${requestId} Error: Task timed out after ${seconds} seconds`;
        write(`${errorMessage}\n`);
        end({ error: { errorType: "Sandbox.Timedout", errorMessage } });
      }, timeoutMs);
    },
    onOutcome: (outcome) => {
      // Of a failed start the process is about to end: until then nobody may be waiting.
      if (initMs === undefined) crash = outcome;
      else finish(outcome);
    },
  });

  const { args, env } = runtimeOf(options);
  const child = spawn(process.execPath, args, {
    cwd: options.folder,
    env: { ...env, AWS_LAMBDA_RUNTIME_API: api.address },
    stdio: ["ignore", "pipe", "pipe"],
  });
  running.add(child);
  child.stdout.on("data", (piece: Buffer) => write(piece.toString()));
  child.stderr.on("data", (piece: Buffer) => write(piece.toString()));
  child.once("close", (code, signal) => {
    running.delete(child);
    const errorMessage = `Runtime exited: ${signal ?? `exit status ${code}`}`;
    crash ??= { error: { errorType: "Runtime.ExitError", errorMessage } };
    end(crash);
  });

  return {
    process: child,
    get initMs() {
      return initMs;
    },
    get alive() {
      return alive;
    },
    invoke(event) {
      if (!alive && crash) return Promise.resolve(crash);
      const invocation: Invocation = {
        requestId: randomUUID(),
        event: JSON.stringify(event),
        deadline: () => Date.now() + timeoutMs,
        functionArn,
      };
      return new Promise((resolve) => {
        settle = resolve;
        child.kill("SIGCONT");
        api.offer(invocation);
      });
    },
    close: () => end(),
  };
}

/** How Lambda starts Node, near enough; the address of the Runtime API is to be added. */
export function runtimeOf({ name = "function", memoryMb = 1024, folder, env }: FunctionOptions): {
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
} {
  return {
    args: [...heapFlags(memoryMb), BOOTSTRAP],
    env: { ...lambdaVariables(name, memoryMb, folder), ...env },
  };
}

/** What Lambda's bootstrap tells Node about its memory, near enough. */
function heapFlags(memoryMb: number): string[] {
  return [
    "--max-http-header-size=81920",
    `--max-semi-space-size=${Math.max(1, Math.floor((memoryMb * 5) / 100 / 2))}`,
    `--max-old-space-size=${Math.floor((memoryMb * 90) / 100)}`,
  ];
}

function lambdaVariables(name: string, memoryMb: number, folder: string): Record<string, string> {
  return {
    AWS_EXECUTION_ENV: "AWS_Lambda_nodejs24.x",
    AWS_LAMBDA_FUNCTION_MEMORY_SIZE: String(memoryMb),
    AWS_LAMBDA_FUNCTION_NAME: name,
    AWS_LAMBDA_FUNCTION_VERSION: "$LATEST",
    AWS_LAMBDA_INITIALIZATION_TYPE: "on-demand",
    AWS_LAMBDA_LOG_GROUP_NAME: `/aws/lambda/${name}`,
    AWS_LAMBDA_LOG_STREAM_NAME: "2026/01/01/[$LATEST]00000000000000000000000000000000",
    LAMBDA_TASK_ROOT: folder,
    LANG: "en_US.UTF-8",
    PATH: "/usr/local/bin:/usr/bin:/bin",
    TMPDIR: tmpdir(),
    TZ: ":UTC",
    _HANDLER: "index.handler",
  };
}
