/** Makes an index as an export has it beside its parts, of tickets in memory or of lines that are made up. */
import { indexTable } from "../../shared/render/index-page.ts";
import type { Packed, Production } from "../../shared/render/table.ts";
import type { ExportTicket } from "../../shared/render/ticket.ts";

export const PART = "export-0123456789abcdef-part-001-of-001";

const FACTS: Production = {
  ...{ id: "0123456789abcdef", orgId: 22824, matter: "A <v> B", requestedBy: "legal", reason: "audit" },
  ...{
    asked: "archived from 2025-01-01T00:00:00.000Z until 2026-01-01T00:00:00.000Z",
    notSelected: { count: 0, tickets: "" },
  },
  ...{ parts: 1, tickets: 1, incompleteTickets: 0, conversations: 1, attachments: 0, leftOut: [] },
};

/** Every path is there, in the one part. */
export const inPart: Packed = (path) => ({
  ...{ path: `${PART}/data/${path}`, size: 1, sha256: "cd".repeat(32), md5: "ef".repeat(16) },
});

export function indexOf(tickets: readonly ExportTicket[], facts: Partial<Production> = {}): Promise<string> {
  return indexOfLines(
    tickets.map((ticket) => indexTable.lines(ticket, inPart)),
    facts,
  );
}

export async function indexOfLines(
  lines: readonly string[],
  facts: Partial<Production> = {},
): Promise<string> {
  const all = async function* () {
    yield* lines;
  };
  const texts: string[] = [];
  for await (const text of indexTable.whole(all, { ...FACTS, tickets: lines.length, ...facts }))
    texts.push(text);
  return texts.join("");
}
