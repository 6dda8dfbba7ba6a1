/** The whole result of a backfill in a file: each ticket of the list once, as CSV or JSON. */
import { writeFile } from "node:fs/promises";
import { stringify } from "csv-stringify/sync";
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

const COLUMNS = ["ticketId", "result", "version", "reason"] satisfies (keyof ReportRow)[];

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

/** RFC 4180. A spreadsheet would run what begins like a formula: a quote in front makes it text. */
function csvOf(rows: readonly ReportRow[]): string {
  return stringify([...rows], {
    header: true,
    columns: COLUMNS,
    record_delimiter: "windows",
    escape_formulas: true,
  });
}
