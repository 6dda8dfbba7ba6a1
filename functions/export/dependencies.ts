/** What the `export` function works with; `wiring.ts` makes it. */
import type { ExportDependencies } from "../../shared/export/plan-export.ts";

export interface ExportStepDependencies extends ExportDependencies {
  /** The account whose tickets are exported. */
  readonly orgId: number;
}
