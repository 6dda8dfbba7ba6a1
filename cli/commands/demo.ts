/** `ticketvault demo`: the whole main job on this machine, in the folder where it is called. */
import { EXIT, type ExitCode } from "../exit-codes.ts";

export async function demoCommand(): Promise<ExitCode> {
  await import("../demo.ts");
  return process.exitCode === EXIT.failed ? EXIT.failed : EXIT.complete;
}
