/** Makes an entry of the archive's list of problems. */
import type { Problem } from "./document.ts";

export function problem(
  code: string,
  severity: Problem["severity"],
  detail: string,
  conversation: string | null = null,
  attachment: number | null = null,
): Problem {
  return { code, severity, detail, conversation, attachment };
}
