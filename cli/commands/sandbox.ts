/** `ticketvault sandbox`: runs the LeadSquared stand-in until Ctrl-C. */
import { UsageError } from "../../shared/errors.ts";
import type { Context } from "../context.ts";
import { EXIT, type ExitCode } from "../exit-codes.ts";

/**
 * @param args the sandbox's own options, as they were given
 * @throws UsageError for options that it does not take
 */
export async function sandboxCommand(
  { signal, terminal }: Context,
  args: readonly string[],
): Promise<ExitCode> {
  const { main } = await import("../sandbox/main.ts");
  let complaint = "";
  const code = await main(args, {
    write: (text) => terminal.print(text.trimEnd()),
    complain: (text) => {
      complaint = text.trimEnd();
    },
    stop: signal,
  });
  if (code !== EXIT.complete) throw new UsageError(complaint);
  return EXIT.complete;
}
