/** Asks a person on a terminal, again until the answer can be used. */
import { once } from "node:events";
import { createInterface } from "node:readline/promises";
import { UsageError } from "../shared/errors.ts";
import type { Terminal } from "./terminal.ts";

interface Question {
  readonly text: string;
  /** What an empty answer stands for; without it, one must be given. */
  readonly otherwise?: string | undefined;
  /** @throws UsageError for an answer that cannot be used */
  readonly check?: (answer: string) => unknown;
}

export interface Asker extends Disposable {
  ask(question: Question): Promise<string>;
}

/** @param signal ends the questions */
export function askerOn(terminal: Terminal, signal: AbortSignal): Asker {
  const lines = createInterface({ input: process.stdin, output: process.stderr });
  const ended = once(lines, "close").then(() => {
    signal.throwIfAborted();
    throw new UsageError("The answers ended before the last question: nothing was written.");
  });
  // Heard of by who asks next, and by nobody after the last question.
  ended.catch(() => {});
  // On a terminal, readline takes Ctrl-C for itself.
  lines.on("SIGINT", () => process.kill(process.pid, "SIGINT"));
  signal.addEventListener("abort", () => lines.close(), { once: true });
  return {
    async ask({ text, otherwise, check = () => {} }) {
      const shown = otherwise ? ` [${otherwise}]` : "";
      for (;;) {
        const given = (await Promise.race([lines.question(`${text}${shown}: `), ended])).trim();
        const answer = given === "" ? otherwise : given;
        if (answer === undefined) continue;
        try {
          await check(answer);
          return answer;
        } catch (error) {
          if (!(error instanceof UsageError)) throw error;
          terminal.note(error.message);
        }
      }
    },
    [Symbol.dispose]: () => lines.close(),
  };
}
