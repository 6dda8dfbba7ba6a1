/** Runs exports: the state machine that calls their steps, and who may start it. */
import { Stack } from "aws-cdk-lib";
import type { PolicyStatement } from "aws-cdk-lib/aws-iam";
import type { LogGroup } from "aws-cdk-lib/aws-logs";
import type { Construct } from "constructs";
import { exportDefinition } from "./export-definition.ts";
import type { OurFunction } from "./function.ts";
import { type OurMachine, ourMachine } from "./state-machine.ts";
import { allow } from "./statements.ts";

export interface ExportMachineProps {
  readonly target: OurFunction;
  readonly seal: OurFunction;
  readonly log: LogGroup;
  readonly partsAtOnce: number;
}

export function exportMachine(
  scope: Construct,
  { target, seal, log, partsAtOnce }: ExportMachineProps,
): OurMachine {
  const { partition } = Stack.of(scope);
  const { functionArn } = target.lambda;
  const sealArn = seal.lambda.functionArn;
  return ourMachine(scope, "ExportMachine", {
    name: "exports",
    comment: "Ticketvault: plans an export, packs its parts side by side, sums them up, and seals the whole.",
    definition: exportDefinition({ partition, functionArn, sealArn, partsAtOnce }),
    functions: [target, seal],
    log,
  });
}

/** What a function may do that starts exports and asks how they go. */
export function startExports({ machine, runs }: OurMachine): PolicyStatement[] {
  return [
    allow("StartExports", ["states:StartExecution"], machine.stateMachineArn),
    allow("FollowExports", ["states:DescribeExecution"], runs),
  ];
}
