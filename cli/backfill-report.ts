/** The whole result of a backfill in a file: each ticket of the list once, as CSV or JSON. */
import { writeFile } from "node:fs/promises";
import { disk } from "../shared/store/disk.ts";
import type { TallyRow } from "./tally.ts";
import { safeLine } from "./text.ts";

/** What became of every ticket of the list. */
export interface BackfillResult {
  readonly rows: readonly TallyRow[];
  /** Complete since an earlier run; not asked for again. */
  readonly doneEarlier: readonly number[];
  /** Left over when the run was interrupted or stopped. */
  readonly notReached: readonly number[];
}

interface ReportRow {
  readonly ticketId: number;
  readonly result: string;
  readonly version: string;
  readonly reason: string;
}

/** @throws StoreError when the file cannot be written */
export async function writeReport(path: string, result: BackfillResult): Promise<void> {
  const rows = reportRows(result);
  const text = path.toLowerCase().endsWith(".json") ? `${JSON.stringify(rows, null, 2)}\n` : csvOf(rows);
  await disk(() => writeFile(path, text), path);
}

function reportRows({ rows, doneEarlier, notReached }: BackfillResult): ReportRow[] {
  const bare = (result: string) => (ticketId: number) => ({ ticketId, result, version: "", reason: "" });
  return [
    ...rows.map(({ ticketId, standing, version, reason }) => ({
      ticketId,
      result: standing,
      version,
      reason: safeLine(reason),
    })),
    ...doneEarlier.map(bare("done-earlier")),
    ...notReached.map(bare("not-reached")),
  ].sort((a, b) => a.ticketId - b.ticketId);
}

/** RFC 4180. No field begins with a sign that a spreadsheet would take for a formula. */
function csvOf(rows: readonly ReportRow[]): string {
  const lines = rows.map(({ ticketId, result, version, reason }) => {
    return [ticketId, result, version, `"${reason.replaceAll('"', '""')}"`].join(",");
  });
  return ["ticketId,result,version,reason", ...lines, ""].join("\r\n");
}
