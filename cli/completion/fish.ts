/** Writes the completion for fish. */
import type { CompletedCommand, CompletedOption } from "./tree.ts";

export function fishCompletion(commands: readonly CompletedCommand[]): string {
  const known = commands.flatMap(({ path }) => (path === "" ? [] : `'${path}'`));
  return `# Completion of ticketvault for fish: ticketvault completion fish | source
function __ticketvault_at
  set -l at ''
  for word in (commandline -opc)[2..-1]
    contains -- "$at $word" ${known.join(" ")}
    and set at "$at $word"
  end
  test "$at" = "$argv[1]"
end
${commands.flatMap((command) => linesOf(command, commands)).join("\n")}
`;
}

function linesOf(
  { path, commands, choices, options }: CompletedCommand,
  all: readonly CompletedCommand[],
): string[] {
  const here = `complete -c ticketvault -n "__ticketvault_at '${path}'"`;
  const below = commands.map((name) => {
    const found = all.find((each) => each.path === `${path} ${name}`);
    return `${here} -f -a ${name} -d '${found?.description ?? ""}'`;
  });
  const values = choices.length === 0 ? [] : [`${here} -f -a '${choices.join(" ")}'`];
  return [...below, ...values, ...options.flatMap((option) => optionLine(here, option))];
}

function optionLine(here: string, { name, description, takesValue, choices }: CompletedOption): string[] {
  // A short name alone is not worth completing.
  if (!name.startsWith("--")) return [];
  const value = choices.length > 0 ? ` -x -a '${choices.join(" ")}'` : takesValue ? " -r" : "";
  return [`${here} -l ${name.slice(2)}${value} -d '${description}'`];
}
