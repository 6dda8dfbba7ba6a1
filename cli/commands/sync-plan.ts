/** `ticketvault sync --plan`: what the next turn would ask for, and why; nothing is changed. */
import type { Chosen, Why } from "../../shared/sync/choose.ts";
import { planTurn, type SyncOptions } from "../../shared/sync/sync-turn.ts";
import type { Context } from "../context.ts";
import { EXIT, type ExitCode } from "../exit-codes.ts";
import { longTable } from "../long-table.ts";
import { counted, utc } from "../text.ts";

const WHY: Readonly<Record<Why, string>> = {
  next: "comes after the highest ticket",
  probe: "looks beyond a gap",
  never: "never asked for, or not since the index was lost",
  young: "changed within a week, and due",
  older: "due",
};

export async function showPlan(
  { terminal, json }: Context,
  options: Omit<SyncOptions, "send">,
): Promise<ExitCode> {
  const send = async (): Promise<void> => {};
  const { highest, chosen, opening } = await planTurn({ ...options, send });
  if (json) {
    terminal.json({ highest, opening: opening ?? null, chosen: chosen.map(chosenJson) });
    return EXIT.complete;
  }
  const rows = chosen.map((each) => [`#${each.ticketId}`, sinceOf(each), WHY[each.why]]);
  if (rows.length > 0) terminal.print(longTable(terminal, ["ticket", "due since, UTC", "why"], rows));
  const news = opening === undefined ? "" : ` Numbers ${opening.from} to ${opening.to} would become known.`;
  terminal.note(
    `The next turn would ask for ${counted(chosen.length, "number")}; the highest ticket is ${highest}.${news}`,
  );
  return EXIT.complete;
}

function sinceOf({ dueSince }: Chosen): string {
  return dueSince === undefined ? "" : utc(new Date(dueSince).toISOString());
}

function chosenJson({ ticketId, why, dueSince }: Chosen) {
  return { ticketId, why, dueSince: dueSince === undefined ? null : new Date(dueSince).toISOString() };
}
