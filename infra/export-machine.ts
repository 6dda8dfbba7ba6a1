/** Runs exports: a state machine of Step Functions, with a role that says everything and its own encrypted log. */
import { ArnFormat, Stack } from "aws-cdk-lib";
import { ManagedPolicy, type PolicyStatement, Role, ServicePrincipal } from "aws-cdk-lib/aws-iam";
import type { LogGroup } from "aws-cdk-lib/aws-logs";
import { DefinitionBody, LogLevel, StateMachine } from "aws-cdk-lib/aws-stepfunctions";
import type { Construct } from "constructs";
import { acknowledgeWildcard } from "./acknowledge.ts";
import { exportDefinition } from "./export-definition.ts";
import type { OurFunction } from "./function.ts";
import { policyFirst } from "./policy-first.ts";
import { allow } from "./statements.ts";

export interface ExportMachine {
  readonly machine: StateMachine;
  /** ARN of all its runs. */
  readonly runs: string;
}

export interface ExportMachineProps {
  readonly target: OurFunction;
  readonly seal: OurFunction;
  readonly log: LogGroup;
  readonly partsAtOnce: number;
}

export function exportMachine(
  scope: Construct,
  { target, seal, log, partsAtOnce }: ExportMachineProps,
): ExportMachine {
  const stack = Stack.of(scope);
  // By name, since a run of the map is started by the machine's own role, which must stand before the machine.
  const name = `${stack.stackName}-exports`;
  const arn = (resource: string, resourceName: string): string =>
    stack.formatArn({ service: "states", resource, resourceName, arnFormat: ArnFormat.COLON_RESOURCE_NAME });
  const runs = arn("execution", `${name}:*`);
  const { functionArn } = target.lambda;
  const sealArn = seal.lambda.functionArn;
  const role = new Role(scope, "ExportMachineRole", {
    description: "What Ticketvault's exports run as.",
    assumedBy: new ServicePrincipal("states.amazonaws.com", {
      conditions: { StringEquals: { "aws:SourceAccount": stack.account } },
    }),
  });
  const policy = new ManagedPolicy(role, "Policy", {
    description: "Everything that Ticketvault's state machine of exports may do.",
    roles: [role],
    statements: [
      allow("CallSteps", ["lambda:InvokeFunction"], functionArn, sealArn),
      allow("RunParts", ["states:StartExecution"], arn("stateMachine", name)),
      allow("FollowParts", ["states:DescribeExecution", "states:StopExecution"], runs),
      allow("DeliverLog", LOG_DELIVERY, "*"),
      allow("WriteTraces", TRACES, "*"),
    ],
  });
  acknowledgeWildcard(policy, runs, "Runs of this machine, which are named when they are started.");
  acknowledgeWildcard(
    policy,
    "*",
    "Traces and deliveries of logs have no resource to name; every other statement names its resources.",
  );
  const { partition } = stack;
  const machine = new StateMachine(scope, "ExportMachine", {
    stateMachineName: name,
    comment: "Ticketvault: plans an export, packs its parts side by side, sums them up, and seals the whole.",
    definitionBody: DefinitionBody.fromString(
      stack.toJsonString(exportDefinition({ partition, functionArn, sealArn, partsAtOnce })),
    ),
    // The policy above says it all: nothing that the construct would like to add comes beside it.
    role: role.withoutPolicyUpdates(),
    // What was asked for and by whom stays out of the log; the history has it for 90 days, the export for ever.
    logs: { destination: log, level: LogLevel.ALL, includeExecutionData: false },
    tracingEnabled: true,
  });
  policyFirst(machine, { role, policy });
  return { machine, runs };
}

/** What a function may do that starts exports and asks how they go. */
export function startExports({ machine, runs }: ExportMachine): PolicyStatement[] {
  return [
    allow("StartExports", ["states:StartExecution"], machine.stateMachineArn),
    allow("FollowExports", ["states:DescribeExecution"], runs),
  ];
}

/** As AWS says that logging takes. */
const LOG_DELIVERY = [
  "logs:CreateLogDelivery",
  "logs:DeleteLogDelivery",
  "logs:DescribeLogGroups",
  "logs:DescribeResourcePolicies",
  "logs:GetLogDelivery",
  "logs:ListLogDeliveries",
  "logs:PutResourcePolicy",
  "logs:UpdateLogDelivery",
];

const TRACES = [
  "xray:GetSamplingRules",
  "xray:GetSamplingTargets",
  "xray:PutTelemetryRecords",
  "xray:PutTraceSegments",
];
