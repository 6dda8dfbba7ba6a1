/** Stands in for the state machine: runs an export's steps in this process, when it is first asked how it goes. */
import type { ExportRun, ExportRuns } from "../../functions/api/dependencies.ts";
import { StepError } from "../../functions/common/step-error.ts";
import type { ExportStepDependencies } from "../../functions/export/dependencies.ts";
import { handleExport, type StepResult } from "../../functions/export/handler.ts";
import type { SealDependencies } from "../../functions/seal/dependencies.ts";
import { handleSeal } from "../../functions/seal/handler.ts";
import { silentLogger } from "../../shared/log.ts";
import type { ObjectStore } from "../../shared/store/object-store.ts";
import type { Output } from "../../shared/store/output.ts";
import { ledgerOn, memorySigner } from "../seal/signing.ts";
import { timeLeft } from "./http.ts";

export function exportRuns(orgId: number, archive: ObjectStore, output: Output): ExportRuns {
  const dependencies = { orgId, archive, output, log: silentLogger, now: () => new Date(), tool: "tests" };
  const signer = memorySigner();
  const ledger = ledgerOn(archive, signer, new Date(), orgId);
  const sealing = {
    ...{ orgId, store: archive, signer, ledgerOf: () => ledger, log: silentLogger, now: () => new Date() },
    events: { publish: async () => {} },
    requests: { send: async () => {} },
    outside: { authorities: [], ask: async () => new Uint8Array() },
  };
  const requests = new Map<string, unknown>();
  const ended = new Map<string, ExportRun>();
  return {
    async start(request) {
      const run = `run-${requests.size + 1}`;
      requests.set(run, request);
      return run;
    },
    async find(run) {
      if (!requests.has(run)) return undefined;
      const known = ended.get(run);
      if (known !== undefined) return known;
      ended.set(run, await runSteps(dependencies, sealing, requests.get(run)));
      return { status: "running", exportId: undefined, failure: undefined };
    },
  };
}

async function runSteps(
  dependencies: ExportStepDependencies,
  sealing: SealDependencies,
  request: unknown,
): Promise<ExportRun> {
  const step = (event: object): Promise<StepResult> => handleExport(dependencies, event, timeLeft());
  try {
    const plan = await step({ step: "plan", request });
    if (!("parts" in plan) || typeof plan.parts === "number") throw new Error("this is no plan");
    for (const part of plan.parts) await step({ step: "part", id: plan.id, part });
    const finished = await step({ step: "finish", id: plan.id });
    if (!("record" in finished)) throw new Error("this is no record");
    const { record } = finished;
    const sealed = await handleSeal(
      sealing,
      { production: record.key },
      { awsRequestId: "tests", ...timeLeft() },
    );
    if (sealed === undefined || !("sequence" in sealed)) throw new Error("nothing was sealed");
    await step({ step: "hand-out", id: plan.id, record, sequence: sealed.sequence });
    return { status: "succeeded", exportId: plan.id, failure: undefined };
  } catch (error) {
    if (!(error instanceof StepError)) throw error;
    return { status: "failed", exportId: undefined, failure: error.message };
  }
}
