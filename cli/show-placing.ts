/** `hold place --dry-run`: which tickets would come under the matter; nothing is written. */
import type { Matter } from "../shared/holds/record.ts";
import type { VaultAnswer } from "./ask-vault.ts";
import type { Context } from "./context.ts";
import { EXIT, type ExitCode } from "./exit-codes.ts";
import { counted } from "./text.ts";

interface Placing {
  readonly name: string;
  readonly wanted: readonly number[];
  readonly answer: VaultAnswer | undefined;
}

export function showPlacing(
  { terminal, json }: Context,
  matters: readonly Matter[],
  { name, wanted, answer }: Placing,
): ExitCode {
  const held = new Set(matters.find(({ matter }) => matter === name)?.tickets);
  const tickets = [...new Set(wanted)].toSorted((one, other) => one - other);
  const news = tickets.filter((ticket) => !held.has(ticket));
  if (json) {
    const asked = answer && { question: answer.question, askedOf: answer.askedOf };
    terminal.json({ dryRun: true, matter: name, ...asked, tickets, notYetHeld: news });
    return EXIT.complete;
  }
  if (news.length > 0) terminal.print(news.map((ticket) => `#${ticket}`).join(" "));
  const already = tickets.length - news.length;
  terminal.print(
    `${name}: ${counted(news.length, "ticket")} would be put under legal hold, ${already} are under the matter already. Nothing was written.`,
  );
  return EXIT.complete;
}
