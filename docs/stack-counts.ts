/** Counts in the stack's template what costs by the month. */
import { resources, synthesized } from "../test/infra/synthesized.ts";
import type { Counts } from "./costs.ts";

/** Of a stack with the default settings. */
export function stackCounts(): Counts {
  const template = synthesized();
  const count = (type: string): number => resources(template, type).length;
  const metrics = resources(template, "AWS::Logs::MetricFilter").map(({ properties }) =>
    JSON.stringify(properties["MetricTransformations"]),
  );
  return {
    keys: count("AWS::KMS::Key"),
    secrets: count("AWS::SecretsManager::Secret"),
    alarms: count("AWS::CloudWatch::Alarm"),
    metrics: new Set(metrics).size,
    polledQueues: count("AWS::Lambda::EventSourceMapping"),
  };
}
