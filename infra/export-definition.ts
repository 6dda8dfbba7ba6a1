/** The state machine of exports, in the Amazon States Language with JSONata. */
import { LONG_TIMEOUT } from "./limits.ts";

/** The name of the map's runs. */
const MAP_LABEL = "Parts";

/** What AWS, or the function by the name of its error, says may go better the next time. */
export const retryOf = (machine: "Export" | "Catalogue") => [
  {
    ErrorEquals: [
      `${machine}Retryable`,
      "Lambda.AWSLambdaException",
      "Lambda.ClientExecutionTimeoutException",
      "Lambda.SdkClientException",
      "Lambda.ServiceException",
    ],
    IntervalSeconds: 5,
    MaxAttempts: 5,
    BackoffRate: 2,
    MaxDelaySeconds: 120,
    JitterStrategy: "FULL",
  },
  {
    // Other functions have the AWS account's concurrency: they let go of it within a quarter of an hour each, and a backlog may take days.
    ErrorEquals: ["Lambda.TooManyRequestsException"],
    IntervalSeconds: 5,
    MaxAttempts: 1000,
    BackoffRate: 2,
    MaxDelaySeconds: 600,
    JitterStrategy: "FULL",
  },
];

export interface ExportDefinitionProps {
  readonly partition: string;
  /** ARN of the function `export`. */
  readonly functionArn: string;
  /** ARN of the function `seal`. */
  readonly sealArn: string;
  /** Parts that are packed at once: each holds some hundred MB and reads as fast as S3 gives. */
  readonly partsAtOnce: number;
}

/**
 * Plan, all parts side by side, finish, seal, hand out. Input: `{request}`; output: what the last step answers, `id` among it. A part that
 * fails does not stop the others, which the next export of the same versions finds there; the run ends with what the parts
 * said, as JSON with an `errorMessage`, as functions fail.
 */
export function exportDefinition(props: ExportDefinitionProps): object {
  const { partition, functionArn, sealArn, partsAtOnce } = props;
  const step = (payload: object, called = functionArn) => ({
    Type: "Task",
    Resource: `arn:${partition}:states:::lambda:invoke`,
    Arguments: { FunctionName: called, Payload: payload },
    Output: "{% $states.result.Payload %}",
    // Lambda ends it before.
    TimeoutSeconds: LONG_TIMEOUT.toSeconds() + 60,
    Retry: retryOf("Export"),
  });
  const failure = (told: string) => ({ Output: { failure: `{% ${told} %}` }, Next: "Part failed" });
  return {
    QueryLanguage: "JSONata",
    StartAt: "Plan",
    States: {
      Plan: { ...step({ step: "plan", request: "{% $states.input.request %}" }), Next: "Pack" },
      Pack: {
        Type: "Map",
        Label: MAP_LABEL,
        Items: "{% $states.input.parts %}",
        ItemSelector: {
          step: "part",
          id: "{% $states.input.id %}",
          part: "{% $states.context.Map.Item.Value %}",
        },
        MaxConcurrency: partsAtOnce,
        ItemProcessor: {
          ProcessorConfig: { Mode: "DISTRIBUTED", ExecutionType: "STANDARD" },
          StartAt: "Part",
          States: {
            Part: {
              ...step({
                step: "part",
                id: "{% $states.input.id %}",
                part: "{% $states.input.part %}",
              }),
              Output: {},
              Catch: [
                {
                  ErrorEquals: ["ExportFailed", "ExportRetryable"],
                  ...failure("$substring($parse($states.errorOutput.Cause).errorMessage, 0, 500)"),
                },
                { ErrorEquals: ["States.ALL"], ...failure("$states.errorOutput.Error") },
              ],
              End: true,
            },
            "Part failed": { Type: "Succeed" },
          },
        },
        Output: { id: "{% $states.input.id %}", failures: "{% [$states.result.failure] %}" },
        Next: "All packed?",
      },
      "All packed?": {
        Type: "Choice",
        Choices: [{ Condition: "{% $count($states.input.failures) > 0 %}", Next: "Failed" }],
        Default: "Finish",
      },
      Finish: { ...step({ step: "finish", id: "{% $states.input.id %}" }), Next: "Seal" },
      Seal: {
        ...step({ production: "{% $states.input.record.key %}" }, sealArn),
        Output: {
          id: "{% $states.input.id %}",
          record: "{% $states.input.record %}",
          sequence: "{% $states.result.Payload.sequence %}",
        },
        Next: "Hand out",
      },
      "Hand out": {
        ...step({
          step: "hand-out",
          id: "{% $states.input.id %}",
          record: "{% $states.input.record %}",
          sequence: "{% $states.input.sequence %}",
        }),
        End: true,
      },
      Failed: {
        Type: "Fail",
        Error: "ExportFailed",
        Cause: "{% $string({'errorMessage': $join($states.input.failures[[0..9]], ' ')}) %}",
      },
    },
  };
}
