/** Runs one command of `ticketvault`: context, exit code, and what is said of an error. */
import { CommanderError } from "commander";
import { reportOf, stackOf } from "./error-report.ts";
import { EXIT, type ExitCode } from "./exit-codes.ts";
import { interruption } from "./interruption.ts";
import { stderrLogger } from "./logger.ts";
import { createProgram } from "./program.ts";
import { endWithReader, processTerminal } from "./terminal.ts";
import { safeLines } from "./text.ts";

/** Sets the exit code of the process, which ends when all is written. */
export async function main(args: readonly string[]): Promise<void> {
  endWithReader(() => process.exit(EXIT.failed));
  let exitCode: ExitCode = EXIT.complete;
  let stack = (_error: unknown): void => {};
  const program = createProgram(async (flags, command) => {
    const log = stderrLogger(flags.logLevel);
    stack = (error) => log.debug("cli.failed", { stack: stackOf(error) });
    const terminal = processTerminal(flags.color);
    exitCode = await command({
      settings: { flags, env: process.env },
      terminal,
      log,
      signal: interruption(terminal.note),
      json: flags.json ?? false,
    });
  });
  try {
    await program.parseAsync(unambiguous(args), { from: "user" });
  } catch (error) {
    exitCode = say(error);
    stack(error);
  }
  process.exitCode = exitCode;
}

/** `--version` alone asks for the program's; commander would take it from `show --version v1` too. */
function unambiguous(args: readonly string[]): readonly string[] {
  return args[0] === "--version" ? ["-V"] : args;
}

/** Commander has said its own errors already. */
function say(error: unknown): ExitCode {
  if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.complete : EXIT.usage;
  const { code, message, exitCode } = reportOf(error);
  const label = exitCode === EXIT.usage ? "error" : `error (${code})`;
  process.stderr.write(`${safeLines(`${label}: ${message}`)}\n`);
  return exitCode;
}
