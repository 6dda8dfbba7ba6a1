/** Runs one command: context, exit code, and what is said of an error. */
import { CommanderError } from "commander";
import { jsonLogger } from "../shared/json-logger.ts";
import { reportOf, stackOf } from "./error-report.ts";
import { EXIT, type ExitCode } from "./exit-codes.ts";
import { createProgram } from "./program.ts";
import type { Environment } from "./settings.ts";
import { type Outputs, terminalOn } from "./terminal.ts";
import { safeLines } from "./text.ts";

/** What a command meets around it; files are those of the working folder. */
export interface Surroundings extends Outputs {
  readonly env: Environment;
  /** Gives the signal that stops the command. @param note tells the user that it was stopped */
  interruption(note: (text: string) => void): AbortSignal;
}

/** Never throws: what fails is said on stderr. @param args as typed after `ticketvault` */
export async function runCommand(args: readonly string[], surroundings: Surroundings): Promise<ExitCode> {
  const { stderr, env } = surroundings;
  let exitCode: ExitCode = EXIT.complete;
  let stack = (_error: unknown): void => {};
  const program = createProgram(async (flags, command) => {
    const log = jsonLogger(flags.logLevel, stderr);
    stack = (error) => log.debug("cli.failed", { stack: stackOf(error) });
    const terminal = terminalOn(surroundings, flags.color);
    exitCode = await command({
      settings: { flags, env },
      terminal,
      log,
      signal: surroundings.interruption(terminal.note),
      json: flags.json ?? false,
    });
  }, surroundings);
  try {
    await program.parseAsync(unambiguous(args), { from: "user" });
  } catch (error) {
    const { code, text } = said(error);
    exitCode = code;
    stderr.write(text);
    stack(error);
  }
  return exitCode;
}

/** `--version` alone asks for the program's; commander would take it from `show --version v1` too. */
function unambiguous(args: readonly string[]): readonly string[] {
  return args[0] === "--version" ? ["-V"] : args;
}

/** The exit code of an error, and what is said of it: commander has said its own errors already. */
function said(error: unknown): { readonly code: ExitCode; readonly text: string } {
  if (error instanceof CommanderError) {
    return { code: error.exitCode === 0 ? EXIT.complete : EXIT.usage, text: "" };
  }
  const { code, message, exitCode } = reportOf(error);
  const label = exitCode === EXIT.usage ? "error" : `error (${code})`;
  return { code: exitCode, text: `${safeLines(`${label}: ${message}`)}\n` };
}
