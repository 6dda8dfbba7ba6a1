/** Writes the completion for zsh. */
import type { CompletedCommand } from "./tree.ts";

export function zshCompletion(commands: readonly CompletedCommand[]): string {
  const options = new Map(commands.flatMap((command) => command.options).map((each) => [each.name, each]));
  const free = [...options.values()].filter(({ takesValue, choices }) => takesValue && choices.length === 0);
  const chosen = [...options.values()].filter(({ choices }) => choices.length > 0);
  const valued = [...free, ...chosen].map(({ name }) => name).join("|");
  const known = commands.flatMap(({ path }) => (path === "" ? [] : `'${path}'`));
  return `#compdef ticketvault
# Completion of ticketvault for zsh: source <(ticketvault completion zsh)
_ticketvault() {
  local at='' i
  local -a known options
  for ((i = 2; i < CURRENT; i += 1)); do
    case "$words[i]" in
      (${valued}) i=$((i + 1)); continue ;;
    esac
    case "$at $words[i]" in
      (${known.join("|")}) at="$at $words[i]" ;;
    esac
  done
  case "$words[CURRENT-1]" in
    (${free.map(({ name }) => name).join("|")}) _files; return ;;
${chosen.map(({ name, choices }) => `    (${name}) compadd ${choices.join(" ")}; return ;;`).join("\n")}
  esac
  case "$at" in
${commands.map((command) => caseOf(command, commands)).join("\n")}
  esac
  if [[ "$words[CURRENT]" == -* ]]; then _describe option options
  elif (( \${#known} )); then _describe command known
  else _files
  fi
}
compdef _ticketvault ticketvault
`;
}

function caseOf(
  { path, commands, choices, options }: CompletedCommand,
  all: readonly CompletedCommand[],
): string {
  const described = commands.map((name) => {
    const found = all.find((each) => each.path === `${path} ${name}`);
    return `'${name}:${found?.description ?? ""}'`;
  });
  const words = [...described, ...choices.map((each) => `'${each}'`)].join(" ");
  const names = options.map(({ name, description }) => `'${name}:${description}'`).join(" ");
  return `    ('${path}') known=(${words}) options=(${names} '--help:show help') ;;`;
}
