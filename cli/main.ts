/** Runs one command of `ticketvault` with what this process has: arguments, environment, outputs, signals, exit code. */
import { EXIT } from "./exit-codes.ts";
import { interruption } from "./interruption.ts";
import { runCommand } from "./run-command.ts";
import { endWithReader } from "./terminal.ts";

/** Sets the exit code of the process, which ends when all is written. */
export async function main(args: readonly string[]): Promise<void> {
  endWithReader(() => process.exit(EXIT.failed));
  const { stdout, stderr, env } = process;
  process.exitCode = await runCommand(args, { stdout, stderr, env, interruption });
}
