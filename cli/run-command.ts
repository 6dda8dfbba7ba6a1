/** Runs one command: context, exit code, and what is said of an error. */
import { CommanderError } from "commander";
import { jsonLogger } from "../shared/json-logger.ts";
import { reportOf, stackOf } from "./error-report.ts";
import { EXIT, type ExitCode } from "./exit-codes.ts";
import { settingsFrom } from "./file-account.ts";
import { readableLogger } from "./log.ts";
import { createProgram } from "./program.ts";
import type { Environment } from "./settings.ts";
import { columnsOf, jsonLine, type Outputs, terminalOn } from "./terminal.ts";
import { safeLines } from "./text.ts";
import { wrapped } from "./wrap.ts";

/** What a command meets around it; files are those of the working folder. */
export interface Surroundings extends Outputs {
  readonly env: Environment;
  /** Gives the signal that stops the command. @param note tells the user that it was stopped */
  interruption(note: (text: string) => void): AbortSignal;
}

/** Never throws: what fails is said on stderr, and as `{"error": {"code", "message"}}` on stdout with `--json`. @param args as typed after `ticketvault` */
export async function runCommand(args: readonly string[], surroundings: Surroundings): Promise<ExitCode> {
  const { stdout, stderr, env } = surroundings;
  let exitCode: ExitCode = EXIT.complete;
  let stack = (_error: unknown): void => {};
  const program = createProgram(async (flags, command, { alone = false } = {}) => {
    const log = (flags.json === true ? jsonLogger : readableLogger)(flags.logLevel, stderr);
    stack = (error) => log.debug("cli.failed", { stack: stackOf(error) });
    const terminal = terminalOn(surroundings, flags.color);
    exitCode = await command({
      settings: alone ? { flags, env } : await settingsFrom(flags, env),
      terminal,
      log,
      signal: surroundings.interruption(terminal.note),
      json: flags.json ?? false,
    });
  }, surroundings);
  try {
    await program.parseAsync(unambiguous(args), { from: "user" });
  } catch (error) {
    const { code, text, json } = said(error);
    exitCode = code;
    stderr.write(wrapped(text, columnsOf(stderr)));
    // Also for what fails before a command begins: whoever reads JSON gets some.
    if (json !== undefined && args.includes("--json")) stdout.write(`${jsonLine(json)}\n`);
    stack(error);
  }
  return exitCode;
}

/** `--version` alone asks for the program's; commander would take it from `show --version v1` too. */
function unambiguous(args: readonly string[]): readonly string[] {
  return args[0] === "--version" ? ["-V"] : args;
}

interface Said {
  readonly code: ExitCode;
  readonly text: string;
  /** Undefined when nothing went wrong: help, the version. */
  readonly json?: { readonly error: { readonly code: string; readonly message: string } };
}

/** The exit code of an error, and what is said of it: commander has said its own errors already. */
function said(error: unknown): Said {
  if (error instanceof CommanderError) {
    if (error.exitCode === 0) return { code: EXIT.complete, text: "" };
    return { code: EXIT.usage, text: "", json: { error: { code: "usage", message: error.message } } };
  }
  const { code, message, exitCode } = reportOf(error);
  const label = exitCode === EXIT.usage ? "error" : `error (${code})`;
  const json = { error: { code, message } };
  return { code: exitCode, text: `${safeLines(`${label}: ${message}`)}\n`, json };
}
