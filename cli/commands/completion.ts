/** `ticketvault completion`: prints what makes a shell complete commands and options. */
import type { Command } from "commander";
import { bashCompletion } from "../completion/bash.ts";
import { fishCompletion } from "../completion/fish.ts";
import { completedCommands } from "../completion/tree.ts";
import { zshCompletion } from "../completion/zsh.ts";
import type { Context } from "../context.ts";
import { EXIT, type ExitCode } from "../exit-codes.ts";

const SHELLS = { bash: bashCompletion, zsh: zshCompletion, fish: fishCompletion } as const;

export type Shell = keyof typeof SHELLS;

export async function completionCommand(
  { terminal, json }: Context,
  shell: Shell,
  program: Command,
): Promise<ExitCode> {
  const script = SHELLS[shell](completedCommands(program));
  if (json) terminal.json({ shell, script });
  else terminal.print(script.trimEnd());
  return EXIT.complete;
}
