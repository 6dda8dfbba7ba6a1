/** The commands and options as completion knows them: read from the one table of them, in which help finds them too. */
import type { Command, Option } from "commander";

export interface CompletedOption {
  /** `--store`. */
  readonly name: string;
  readonly description: string;
  readonly takesValue: boolean;
  /** The values that there are; empty where any is taken. */
  readonly choices: readonly string[];
}

export interface CompletedCommand {
  /** The words after `ticketvault`, as ` hold place`; "" for the program itself. */
  readonly path: string;
  readonly description: string;
  /** Names of the commands below. */
  readonly commands: readonly string[];
  /** Values of its first argument, where only some are taken. */
  readonly choices: readonly string[];
  /** Those of the program too. */
  readonly options: readonly CompletedOption[];
}

/** The program and all its commands, from the top down. */
export function completedCommands(program: Command): CompletedCommand[] {
  const everywhere = program.options.map(completedOption);
  const read = (command: Command, path: string): CompletedCommand[] => [
    {
      path,
      description: firstSentence(command.description()),
      commands: command.commands.map((each) => each.name()),
      choices: command.registeredArguments[0]?.argChoices ?? [],
      options: [...(command === program ? [] : command.options.map(completedOption)), ...everywhere],
    },
    ...command.commands.flatMap((each) => read(each, `${path} ${each.name()}`)),
  ];
  return read(program, "");
}

function completedOption(option: Option): CompletedOption {
  return {
    name: option.long ?? option.short ?? "",
    description: firstSentence(option.description),
    takesValue: option.required || option.optional,
    choices: option.argChoices ?? [],
  };
}

/** Without what a shell would read as more than text. */
function firstSentence(text: string): string {
  return (
    text
      .split(/[:;(]/, 1)[0]
      ?.replaceAll(/['"\\`$[\]]/g, "")
      .trim() ?? ""
  );
}
