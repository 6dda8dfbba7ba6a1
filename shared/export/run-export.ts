/** Runs an export from its plan to its receipt in one process, one part after the other. */
import type { ExportReceipt } from "./export-receipt.ts";
import { finishExport } from "./finish.ts";
import { packPart } from "./pack-part.ts";
import type { ExportPlan } from "./plan.ts";
import { type ExportDependencies, planExport } from "./plan-export.ts";
import type { ExportRequest } from "./request.ts";

export interface RunOptions {
  readonly signal?: AbortSignal | undefined;
  /** Called when it is known what will be packed. */
  readonly onPlan?: ((plan: ExportPlan) => void) | undefined;
  /** Called with the tickets packed so far, and the part that is being packed. */
  readonly onTicket?: ((done: number, part: number) => void) | undefined;
}

/** Run again with the same request, it goes on after the last part that is whole. @throws as its steps do */
export async function runExport(
  dependencies: ExportDependencies,
  orgId: number,
  request: ExportRequest,
  { signal, onPlan, onTicket }: RunOptions = {},
): Promise<ExportReceipt> {
  const plan = await planExport(dependencies, orgId, request, { signal });
  onPlan?.(plan);
  let before = 0;
  for (const { number, tickets } of plan.parts) {
    signal?.throwIfAborted();
    const report = (done: number): void => onTicket?.(before + done, number);
    await packPart(dependencies, plan, number, { signal, onTicket: report });
    before += tickets.length;
  }
  return finishExport(dependencies, plan);
}
