/** Usage of `ticketvault retry`: what is incomplete or failed, once more. */
import type { Command } from "commander";
import type { RetryFlags } from "../commands/retry.ts";
import type { GlobalFlags, Run } from "./global.ts";
import { REASON, REQUESTED_BY } from "./mandate.ts";

export function addRetry(program: Command, run: Run): void {
  program
    .command("retry")
    .description("archive again what is incomplete or failed by the index of tickets, and due")
    .option("--now", "also what is not due yet")
    .option(...REASON, "tried again")
    .option(...REQUESTED_BY)
    .action((flags: RetryFlags, command: Command) =>
      run(command.optsWithGlobals<GlobalFlags>(), async (context) => {
        const { retryCommand } = await import("../commands/retry.ts");
        return retryCommand(context, flags);
      }),
    );
}
