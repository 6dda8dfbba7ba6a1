/** Checks what an export has beside its parts: the summary, the index and the tables of all tickets. */
import { basename } from "node:path";
import { parseExportReceipt, sumUp } from "../../export/export-receipt.ts";
import { summaryKey } from "../../export/keys.ts";
import type { ExportPlan } from "../../export/plan.ts";
import { productionBytes } from "../../export/production.ts";
import { type Finding, finding, newerFinding } from "../../findings.ts";
import { RENDERER } from "../../render/renderer.ts";
import type { Table } from "../../render/table.ts";
import { folderTree } from "../../store/folder-tree.ts";
import type { CountedPart } from "./counted-part.ts";
import { PLAN } from "./export-files.ts";
import { hashFile, hashStream } from "./manifest.ts";
import { differing, readIn } from "./read-in.ts";

/** The summary says what the plan and the parts come to. */
export async function checkSummary(
  folder: string,
  plan: ExportPlan,
  parts: readonly CountedPart[],
): Promise<Finding[]> {
  const name = basename(summaryKey(plan.id));
  const summary = await readIn(folder, name, parseExportReceipt);
  if (summary === "absent") return [];
  if (summary === "newer") return [newerFinding(name)];
  if (summary === undefined) return [finding("altered", name, "this is no summary of an export")];
  const fields = parts.length === plan.parts.length ? differing(sumUp(plan, parts), summary) : "";
  return fields === ""
    ? []
    : [finding("altered", name, `${fields} is not what ${PLAN} and the parts come to`)];
}

/**
 * Each file is what the summary says, and what the rows of the parts come to; the last only where it was made by the same
 * rules, and of all parts.
 */
export async function checkProduction(
  folder: string,
  plan: ExportPlan,
  tables: readonly Table[],
  parts: readonly CountedPart[],
): Promise<Finding[]> {
  const tree = folderTree(folder);
  const summary = await readIn(folder, basename(summaryKey(plan.id)), parseExportReceipt);
  const said = new Map(
    typeof summary === "object" ? summary.files.map(({ file, sha256 }) => [file, sha256]) : [],
  );
  const canBeMade =
    plan.renderer === RENDERER && plan.parts.length === parts.filter(({ rows }) => rows).length;
  const findings: Finding[] = [];
  for (const table of tables) {
    const sha256 = (await hashFile(tree, table.path))?.sha256;
    if (sha256 === undefined) continue;
    if (typeof summary === "object" && said.get(table.path) !== sha256) {
      findings.push(
        finding(
          "altered",
          table.path,
          `the file does not have the SHA-256 in ${basename(summaryKey(plan.id))}`,
        ),
      );
    } else if (canBeMade && (await madeAgain(tree.open, plan, parts, table)) !== sha256) {
      findings.push(finding("altered", table.path, "the file is not what the rows of the parts come to"));
    }
  }
  return findings;
}

/** The SHA-256 of what the rows come to; undefined when they are none. */
async function madeAgain(
  open: Parameters<typeof productionBytes>[0],
  plan: ExportPlan,
  parts: readonly CountedPart[],
  table: Table,
): Promise<string | undefined> {
  try {
    return await hashStream(productionBytes(open, plan, sumUp(plan, parts), table));
  } catch (error) {
    if (error instanceof SyntaxError || error instanceof TypeError) return undefined;
    throw error;
  }
}
