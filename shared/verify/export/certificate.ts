/** Makes the certificate of an export again, of its plan and its parts, and compares. */
import { basename } from "node:path";
import { certificateFiles } from "../../export/certificate.ts";
import { type PartCounts, parseExportReceipt, sumUp } from "../../export/export-receipt.ts";
import { CERTIFICATE_NAME, HASH_REPORT_NAME, summaryKey } from "../../export/keys.ts";
import type { ExportPlan } from "../../export/plan.ts";
import { type Finding, finding } from "../../findings.ts";
import { RENDERER } from "../../render/renderer.ts";
import { folderTree } from "../../store/folder-tree.ts";
import { readIn } from "./read-in.ts";

/** @param parts what all parts of the plan come to; a file that is not there has been told of */
export async function checkCertificate(
  folder: string,
  plan: ExportPlan,
  parts: readonly PartCounts[],
): Promise<Finding[]> {
  const findings: Finding[] = [];
  const summary = await readIn(folder, basename(summaryKey(plan.id)), parseExportReceipt);
  // What is wrong with it has been told.
  if (summary === undefined || typeof summary === "string") return findings;
  const tables = summary.files.filter(({ file }) => file !== CERTIFICATE_NAME && file !== HASH_REPORT_NAME);
  for (const [name, expected] of certificateFiles(plan, sumUp(plan, parts), tables)) {
    const found = await folderTree(folder).read(name);
    if (found === undefined) continue;
    if (plan.renderer !== RENDERER) {
      const text = `not checked: made by renderer ${plan.renderer}; this program's is ${RENDERER}`;
      findings.push(finding("not-checked", name, text, "warning"));
    } else if (Buffer.compare(found, expected) !== 0) {
      findings.push(finding("altered", name, "this is not what the plan and the parts come to"));
    }
  }
  return findings;
}
