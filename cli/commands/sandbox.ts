/** `ticketvault sandbox`: runs the LeadSquared stand-in until Ctrl-C. */
import type { Context } from "../context.ts";
import { EXIT, type ExitCode } from "../exit-codes.ts";

/** @param args the sandbox's own options, as they were given */
export async function sandboxCommand({ signal }: Context, args: readonly string[]): Promise<ExitCode> {
  const { main } = await import("../sandbox/main.ts");
  const write = (text: string): void => void process.stdout.write(text);
  return (await main(args, { write, stop: signal })) === 0 ? EXIT.complete : EXIT.usage;
}
