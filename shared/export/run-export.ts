/** Runs an export from its plan to its receipt: its parts in this thread one after the other, or some at once. */
import { forAll } from "../for-all.ts";
import type { ExportReceipt } from "./export-receipt.ts";
import { finishExport } from "./finish.ts";
import { type PackOptions, packPart } from "./pack-part.ts";
import type { ExportPlan } from "./plan.ts";
import { type ExportDependencies, planExport } from "./plan-export.ts";
import type { ExportRequest } from "./request.ts";

/** Who packs parts, as `packPart` does. */
export interface Packers {
  readonly atOnce: number;
  pack(plan: ExportPlan, number: number, options: PackOptions): Promise<unknown>;
}

export interface RunOptions {
  readonly signal?: AbortSignal | undefined;
  /** Called when it is known what will be packed. */
  readonly onPlan?: ((plan: ExportPlan) => void) | undefined;
  /** Called with the tickets packed so far, and the part that the last of them is in. */
  readonly onTicket?: ((done: number, part: number) => void) | undefined;
  /** Left out, this thread packs. */
  readonly packers?: Packers | undefined;
}

/** Run again with the same request, it goes on after the parts that are whole. @throws as its steps do */
export async function runExport(
  dependencies: ExportDependencies,
  orgId: number,
  request: ExportRequest,
  { signal, onPlan, onTicket, packers = packersHere(dependencies) }: RunOptions = {},
): Promise<ExportReceipt> {
  const plan = await planExport(dependencies, orgId, request, { signal });
  onPlan?.(plan);
  const packed = new Map<number, number>();
  const packOne = async (number: number, stop: AbortSignal): Promise<void> => {
    const report = (done: number): void => {
      packed.set(number, done);
      const all = [...packed.values()].reduce((sum, each) => sum + each, 0);
      onTicket?.(all, number);
    };
    await packers.pack(plan, number, { signal: stop, onTicket: report });
  };
  const numbers = plan.parts.map(({ number }) => number);
  await forAll(numbers, packers.atOnce, packOne, signal);
  return finishExport(dependencies, plan);
}

export function packersHere(dependencies: ExportDependencies): Packers {
  return { atOnce: 1, pack: (plan, number, options) => packPart(dependencies, plan, number, options) };
}
