/** The options that say why and by whom tickets are archived. */

/** `--reason`; its default is the command's own. */
export const REASON = ["--reason <text>", "why; kept in the version"] as const;
/** `--requested-by`. */
export const REQUESTED_BY = [
  "--requested-by <name>",
  "who asked; kept in the version (default: your user name)",
] as const;
