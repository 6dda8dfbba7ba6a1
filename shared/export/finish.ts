/** The last step of an export: writes the index and the tables, and sums up the parts once all of them are there. */
import { StoreError } from "../errors.ts";
import { jsonBytes } from "../json.ts";
import { LOG_EVENTS } from "../names.ts";
import { certificateFiles } from "./certificate.ts";
import { type ExportReceipt, sumUp } from "./export-receipt.ts";
import { partName, productionKey, summaryKey } from "./keys.ts";
import { wholePart } from "./pack-part.ts";
import type { PartReceipt } from "./part-receipt.ts";
import type { ExportPlan } from "./plan.ts";
import type { ExportDependencies } from "./plan-export.ts";
import { writeProduction } from "./production.ts";

/** @throws StoreError `part-missing` naming the first part that is not there */
export async function finishExport(
  dependencies: Pick<ExportDependencies, "output" | "log">,
  plan: ExportPlan,
): Promise<ExportReceipt> {
  const { output, log } = dependencies;
  const parts: PartReceipt[] = [];
  for (const { number } of plan.parts) {
    const name = partName(plan, number);
    const receipt = await wholePart(dependencies, plan.id, name);
    if (receipt === undefined) {
      throw new StoreError(
        "part-missing",
        `${output.location}/${plan.id} does not have ${name}.zip: pack it first.`,
      );
    }
    parts.push(receipt);
  }
  const counts = sumUp(plan, parts);
  const files = await writeProduction(output, plan, counts);
  for (const [file, content] of certificateFiles(plan, counts, files))
    files.push({ file, ...(await output.write(productionKey(plan.id, file), content)) });
  const receipt = { ...counts, files };
  const bytes = jsonBytes(receipt);
  await output.write(summaryKey(plan.id), bytes);
  const { id, completeness, tickets } = receipt;
  log.info(LOG_EVENTS.exportFinished, {
    id,
    completeness,
    tickets,
    leftOut: plan.leftOut.length,
    parts: parts.length,
  });
  return receipt;
}
