/** Writes the completion for bash. */
import type { CompletedCommand } from "./tree.ts";

export function bashCompletion(commands: readonly CompletedCommand[]): string {
  const options = new Map(commands.flatMap((command) => command.options).map((each) => [each.name, each]));
  const free = [...options.values()].filter(({ takesValue, choices }) => takesValue && choices.length === 0);
  const chosen = [...options.values()].filter(({ choices }) => choices.length > 0);
  const valued = [...free, ...chosen].map(({ name }) => name).join(" | ");
  const known = commands.flatMap(({ path }) => (path === "" ? [] : `'${path}'`));
  return `# Completion of ticketvault for bash: source <(ticketvault completion bash)
_ticketvault() {
  local at='' i words='' options='' current="\${COMP_WORDS[COMP_CWORD]}"
  COMPREPLY=()
  for ((i = 1; i < COMP_CWORD; i += 1)); do
    case "\${COMP_WORDS[i]}" in
      ${valued}) i=$((i + 1)); continue ;;
    esac
    case "$at \${COMP_WORDS[i]}" in
      ${known.join(" | ")}) at="$at \${COMP_WORDS[i]}" ;;
    esac
  done
  case "\${COMP_WORDS[COMP_CWORD - 1]}" in
    ${free.map(({ name }) => name).join(" | ")}) return ;;
${chosen.map(({ name, choices }) => `    ${name}) COMPREPLY=($(compgen -W '${choices.join(" ")}' -- "$current")) && return ;;`).join("\n")}
  esac
  case "$at" in
${commands.map(caseOf).join("\n")}
  esac
  case "$current" in
    -*) COMPREPLY=($(compgen -W "$options" -- "$current")) ;;
    *) COMPREPLY=($(compgen -W "$words" -- "$current")) ;;
  esac
}
complete -o default -F _ticketvault ticketvault
`;
}

function caseOf({ path, commands, choices, options }: CompletedCommand): string {
  const words = [...commands, ...choices].join(" ");
  const names = [...options.map(({ name }) => name), "--help"].join(" ");
  return `    '${path}') words='${words}' options='${names}' ;;`;
}
