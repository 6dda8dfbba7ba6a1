/** Writes what an export has beside its parts: one index and one set of tables for all of its tickets. */
import type { Production, Table } from "../render/table.ts";
import type { Output } from "../store/output.ts";
import type { ExportCounts, ProductionFile } from "./export-receipt.ts";
import { partName, productionKey, rowsName } from "./keys.ts";
import { tablesOf } from "./makers/of-request.ts";
import type { ExportPlan } from "./plan.ts";
import { linesOf, type OpenNamed } from "./rows.ts";
import { selectionInWords } from "./selection.ts";

/** Of all tickets of an export, in the order of its formats. The same rows give the same bytes. */
export async function writeProduction(
  output: Output,
  plan: ExportPlan,
  counts: ExportCounts,
): Promise<ProductionFile[]> {
  const files: ProductionFile[] = [];
  for (const table of await tablesOf(plan.request)) {
    const key = productionKey(plan.id, table.path);
    const open: OpenNamed = (name) => output.open(productionKey(plan.id, name));
    files.push({
      file: table.path,
      ...(await output.write(key, productionBytes(open, plan, counts, table))),
    });
  }
  return files;
}

/** The bytes of one of its files, from the rows of all parts. */
export async function* productionBytes(
  open: OpenNamed,
  plan: ExportPlan,
  counts: ExportCounts,
  table: Table,
): AsyncGenerator<Uint8Array> {
  const names = plan.parts.map(({ number }) => rowsName(partName(plan, number)));
  const lines = linesOf(open, names, table.path);
  for await (const text of table.whole(lines, productionOf(plan, counts))) yield Buffer.from(text);
}

function productionOf(
  { id, orgId, request, leftOut, notSelected, parts }: ExportPlan,
  { tickets, conversations, attachments, incompleteTickets }: ExportCounts,
): Production {
  const { matter, requestedBy, reason } = request;
  return {
    ...{ id, orgId, matter, requestedBy, reason, leftOut, notSelected, tickets, conversations, attachments },
    asked: selectionInWords(request.selection),
    parts: parts.length,
    incompleteTickets: incompleteTickets.length,
  };
}
