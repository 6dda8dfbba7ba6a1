/** The `catalogue` function: takes in what was sealed, by schedule; and makes all files again, in steps of a state machine. */
import * as z from "zod";
import { type Followed, followLedger } from "../../shared/catalogue/follow-ledger.ts";
import { finishRebuild, planRebuild, type RebuildPlan } from "../../shared/catalogue/rebuild.ts";
import { type ShardUpdate, updateShard } from "../../shared/catalogue/update-shard.ts";
import { UsageError } from "../../shared/errors.ts";
import { LOG_EVENTS } from "../../shared/names.ts";
import { errorFields } from "../common/error-fields.ts";
import { inLogContext } from "../common/lambda-log.ts";
import { StepError } from "../common/step-error.ts";
import { type Clock, workingTime } from "../common/working-time.ts";
import type { CatalogueDependencies } from "./dependencies.ts";

/** A turn begins no further shard after this (ms): the next turn comes five minutes after it, and goes on. */
const TURN_MS = 240_000;

const base = { sequence: z.int().nonnegative(), time: z.string().nullable() };

const stepSchema = z.discriminatedUnion("step", [
  z.object({ step: z.literal("plan") }),
  z.object({ step: z.literal("shard"), shard: z.int().nonnegative() }),
  z.object({ step: z.literal("finish"), ...base }),
]);

type Step = z.infer<typeof stepSchema>;
type StepResult = RebuildPlan | ShardUpdate | { readonly sequence: number };

/** An event without a step is the schedule's. @throws StepError; of a turn what `followLedger` throws */
export function handleCatalogue(
  dependencies: CatalogueDependencies,
  event: unknown,
  clock: Clock,
): Promise<Followed | StepResult> {
  const isTurn = !(typeof event === "object" && event !== null && "step" in event);
  return isTurn ? takeTurn(dependencies, clock) : takeStep(dependencies, event);
}

async function takeTurn(dependencies: CatalogueDependencies, clock: Clock): Promise<Followed> {
  const { orgId, log } = dependencies;
  const left = { getRemainingTimeInMillis: () => Math.min(TURN_MS, clock.getRemainingTimeInMillis()) };
  using time = workingTime(left, 0);
  const followed = await followLedger({ ...dependencies, signal: time.signal });
  log.info(LOG_EVENTS.catalogued, { orgId, ...followed, time: followed.time ?? undefined });
  return followed;
}

function takeStep(dependencies: CatalogueDependencies, event: object): Promise<StepResult> {
  const parsed = stepSchema.safeParse(event);
  const fields = parsed.data?.step === "shard" ? { shard: parsed.data.shard } : {};
  return inLogContext({ step: parsed.data?.step, ...fields }, async () => {
    try {
      if (!parsed.success)
        throw new UsageError("This is not a step of a catalogue: start the state machine instead.");
      return await runStep(dependencies, parsed.data);
    } catch (error) {
      dependencies.log.error("catalogue.step-failed", errorFields(error));
      throw new StepError(error, "Catalogue");
    }
  });
}

async function runStep(dependencies: CatalogueDependencies, step: Step): Promise<StepResult> {
  switch (step.step) {
    case "plan":
      return planRebuild(dependencies);
    case "shard":
      return updateShard(dependencies, step.shard, "all");
    case "finish":
      await finishRebuild(dependencies, step);
      return { sequence: step.sequence };
  }
}
