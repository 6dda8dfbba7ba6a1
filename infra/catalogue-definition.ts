/** The state machine that makes the catalogue again, in the Amazon States Language with JSONata. */
import { retryOf } from "./export-definition.ts";
import { LONG_TIMEOUT } from "./limits.ts";

export interface CatalogueDefinitionProps {
  readonly partition: string;
  /** ARN of the function `catalogue`. */
  readonly functionArn: string;
  /** Shards that are made at once: each reads a thousand tickets. */
  readonly shardsAtOnce: number;
}

/**
 * Plan, all shards side by side, finish. Input: nothing; output: the entry of the ledger up to which the catalogue goes at
 * least. A shard that fails ends the run, and the catalogue goes on as it was: whole shards are made anew, the others stay.
 */
export function catalogueDefinition(props: CatalogueDefinitionProps): object {
  const { partition, functionArn, shardsAtOnce } = props;
  const step = (payload: object) => ({
    Type: "Task",
    Resource: `arn:${partition}:states:::lambda:invoke`,
    Arguments: { FunctionName: functionArn, Payload: payload },
    Output: "{% $states.result.Payload %}",
    // Lambda ends it before.
    TimeoutSeconds: LONG_TIMEOUT.toSeconds() + 60,
    Retry: retryOf("Catalogue"),
  });
  return {
    QueryLanguage: "JSONata",
    StartAt: "Plan",
    States: {
      Plan: { ...step({ step: "plan" }), Next: "Make" },
      Make: {
        Type: "Map",
        Label: "Shards",
        Items: "{% $states.input.shards %}",
        ItemSelector: { step: "shard", shard: "{% $states.context.Map.Item.Value %}" },
        MaxConcurrency: shardsAtOnce,
        ItemProcessor: {
          ProcessorConfig: { Mode: "DISTRIBUTED", ExecutionType: "STANDARD" },
          StartAt: "Shard",
          States: {
            Shard: { ...step({ step: "shard", shard: "{% $states.input.shard %}" }), Output: {}, End: true },
          },
        },
        Output: { sequence: "{% $states.input.sequence %}", time: "{% $states.input.time %}" },
        Next: "Finish",
      },
      Finish: {
        ...step({
          step: "finish",
          sequence: "{% $states.input.sequence %}",
          time: "{% $states.input.time %}",
        }),
        End: true,
      },
    },
  };
}
