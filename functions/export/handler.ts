/** The `export` function: the steps of an export, each called by the state machine. */
import * as z from "zod";
import { StoreError, TicketvaultError, UsageError } from "../../shared/errors.ts";
import { readExport } from "../../shared/export/export-receipt.ts";
import { finishExport } from "../../shared/export/finish.ts";
import { handOut } from "../../shared/export/hand-out.ts";
import { packPart } from "../../shared/export/pack-part.ts";
import { planExport, readPlan } from "../../shared/export/plan-export.ts";
import { recordProduction } from "../../shared/export/production-record.ts";
import { parseExportRequest } from "../../shared/export/request.ts";
import type { SealedFile } from "../../shared/ledger/entry-content.ts";
import { LOG_EVENTS } from "../../shared/names.ts";
import { errorFields } from "../common/error-fields.ts";
import { inLogContext } from "../common/lambda-log.ts";
import { StepError } from "../common/step-error.ts";
import { type Clock, workingTime } from "../common/working-time.ts";
import type { ExportStepDependencies } from "./dependencies.ts";

/** What is kept for ending an upload and answering. */
const KEPT_MS = 15_000;

const id = z.string().regex(/^[0-9a-f]{16}$/);

const record = z.object({ key: z.string(), sha256: z.string() });

const stepSchema = z.discriminatedUnion("step", [
  z.object({ step: z.literal("plan"), request: z.unknown() }),
  z.object({ step: z.literal("part"), id, part: z.int().positive() }),
  z.object({ step: z.literal("finish"), id }),
  z.object({ step: z.literal("hand-out"), id, record, sequence: z.int().positive() }),
]);

type Step = z.infer<typeof stepSchema>;

/** What a step answers: small, since the state machine carries it on. */
export type StepResult =
  | { readonly id: string; readonly parts: readonly number[]; readonly leftOut: number }
  | { readonly part: number; readonly sha256: string }
  | { readonly id: string; readonly record: SealedFile }
  | ExportSummary;

interface ExportSummary {
  readonly id: string;
  readonly completeness: "complete" | "incomplete";
  readonly tickets: number;
  readonly leftOut: number;
  readonly parts: number;
}

/** @throws StepError */
export function handleExport(
  dependencies: ExportStepDependencies,
  event: unknown,
  clock: Clock,
): Promise<StepResult> {
  const parsed = stepSchema.safeParse(event);
  const fields = parsed.success ? { step: parsed.data.step, ...placeOf(parsed.data) } : {};
  return inLogContext(fields, async () => {
    using time = workingTime(clock, KEPT_MS);
    try {
      if (!parsed.success)
        throw new UsageError("This is not a step of an export: start the state machine instead.");
      return await time.within(() => runStep(dependencies, parsed.data, time.signal));
    } catch (error) {
      const told = isOutOfTime(error) ? outOfTime(error) : error;
      dependencies.log.error(LOG_EVENTS.exportFailed, errorFields(told));
      throw new StepError(told);
    }
  });
}

async function runStep(
  dependencies: ExportStepDependencies,
  step: Step,
  signal: AbortSignal,
): Promise<StepResult> {
  const { orgId, output } = dependencies;
  switch (step.step) {
    case "plan": {
      const plan = await planExport(dependencies, orgId, parseExportRequest(step.request), { signal });
      const parts = plan.parts.map(({ number }) => number);
      return { id: plan.id, parts, leftOut: plan.leftOut.length };
    }
    case "part": {
      const plan = await readPlan(output, step.id);
      const { number, sha256 } = await packPart(dependencies, plan, step.part, { signal });
      return { part: number, sha256 };
    }
    case "finish": {
      const plan = await readPlan(output, step.id);
      const receipt = await finishExport(dependencies, plan);
      return { id: receipt.id, record: await recordProduction(dependencies, plan, receipt) };
    }
    case "hand-out": {
      const { record, sequence } = step;
      await handOut(dependencies, { orgId, id: step.id, record, sequence });
      const receipt = await readExport(output, step.id);
      if (receipt === undefined)
        throw new StoreError("part-missing", `${output.location}/${step.id} is gone.`);
      const { completeness, tickets, leftOut, parts } = receipt;
      return { id: receipt.id, completeness, tickets, leftOut: leftOut.length, parts: parts.length };
    }
  }
}

function isOutOfTime(error: unknown): boolean {
  return error instanceof TicketvaultError && error.code === "out-of-time";
}

function outOfTime(cause: unknown): TicketvaultError {
  const message =
    "The function's time was over before this step was done. Whole parts are kept. If it happens again, ask for smaller parts, or export with the command line.";
  return new TicketvaultError("out-of-time", message, { retryable: true, cause });
}

function placeOf(step: Step): { readonly id?: string; readonly part?: number } {
  if (step.step === "plan") return {};
  return step.step === "part" ? { id: step.id, part: step.part } : { id: step.id };
}
