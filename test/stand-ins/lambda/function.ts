/** A function as Lambda runs it: each invocation takes an idle execution environment, or starts one more. */
import { type Environment, type FunctionOptions, startEnvironment } from "./environment.ts";
import type { Outcome } from "./runtime-api.ts";

export interface RunningFunction extends AsyncDisposable {
  /** Runs the handler once; what went wrong is the outcome. Concurrent events run in environments of their own. */
  invoke(event: unknown): Promise<Outcome>;
  /** What all of its processes wrote so far, standard output and error. */
  logs(): string;
  /** How many processes were started so far. */
  readonly starts: number;
  /** Ends the idle environments, as a new version of its settings does: the next event meets a cold start. */
  recycle(): void;
  close(): Promise<void>;
}

/** @param startOne starts an execution environment; those of the test runtime unless said */
export function startFunction(options: FunctionOptions, startOne = startEnvironment): RunningFunction {
  const environments = new Set<Environment>();
  const idle: Environment[] = [];
  let log = "";
  let starts = 0;

  const start = async (): Promise<Environment> => {
    starts += 1;
    const environment = await startOne(options, (text) => {
      log += text;
    });
    environments.add(environment);
    environment.process.once("close", () => environments.delete(environment));
    return environment;
  };
  const recycle = (): void => {
    for (const environment of idle.splice(0)) environment.close();
  };
  const close = async (): Promise<void> => {
    idle.length = 0;
    const ended = [...environments].map(
      (environment) => new Promise<void>((done) => environment.process.once("close", () => done())),
    );
    for (const environment of environments) environment.close();
    await Promise.all(ended);
  };

  return {
    async invoke(event) {
      const environment = idle.pop() ?? (await start());
      const outcome = await environment.invoke(event);
      if (environment.alive && !("error" in outcome && outcome.error.errorType.startsWith("Runtime."))) {
        idle.push(environment);
      }
      return outcome;
    },
    logs: () => log,
    get starts() {
      return starts;
    },
    recycle,
    close,
    [Symbol.asyncDispose]: close,
  };
}
