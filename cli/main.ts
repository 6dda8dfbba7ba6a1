/** Runs one command of `ticketvault` with what this process has: arguments, environment, outputs, signals, exit code. */
import { EXIT } from "./exit-codes.ts";
import { interruption } from "./interruption.ts";
import { runCommand } from "./run-command.ts";
import { endWithReader } from "./terminal.ts";

endWithReader(() => process.exit(EXIT.failed));
const { argv, stdout, stderr, env } = process;
process.exitCode = await runCommand(argv.slice(2), { stdout, stderr, env, interruption });
