/** A state machine of Step Functions as ours are: with a distributed map, a role that says everything and its own encrypted log. */
import { ArnFormat, Stack } from "aws-cdk-lib";
import { ManagedPolicy, Role, ServicePrincipal } from "aws-cdk-lib/aws-iam";
import type { LogGroup } from "aws-cdk-lib/aws-logs";
import { DefinitionBody, LogLevel, StateMachine } from "aws-cdk-lib/aws-stepfunctions";
import type { Construct } from "constructs";
import { acknowledgeWildcard } from "./acknowledge.ts";
import type { OurFunction } from "./function.ts";
import { policyFirst } from "./policy-first.ts";
import { allow } from "./statements.ts";

export interface OurMachine {
  readonly machine: StateMachine;
  /** ARN of all its runs. */
  readonly runs: string;
}

export interface OurMachineProps {
  /** Behind the stack's name, in the machine's. */
  readonly name: string;
  readonly comment: string;
  /** In the Amazon States Language. */
  readonly definition: object;
  /** The functions that it calls. */
  readonly functions: readonly OurFunction[];
  readonly log: LogGroup;
}

export function ourMachine(scope: Construct, id: string, props: OurMachineProps): OurMachine {
  const stack = Stack.of(scope);
  // By name, since a run of the map is started by the machine's own role, which must stand before the machine.
  const name = `${stack.stackName}-${props.name}`;
  const arn = (resource: string, resourceName: string): string =>
    stack.formatArn({ service: "states", resource, resourceName, arnFormat: ArnFormat.COLON_RESOURCE_NAME });
  const runs = arn("execution", `${name}:*`);
  const role = new Role(scope, `${id}Role`, {
    description: `What Ticketvault's state machine of ${props.name} runs as.`,
    assumedBy: new ServicePrincipal("states.amazonaws.com", {
      conditions: { StringEquals: { "aws:SourceAccount": stack.account } },
    }),
  });
  const policy = new ManagedPolicy(role, "Policy", {
    description: `Everything that Ticketvault's state machine of ${props.name} may do.`,
    roles: [role],
    statements: [
      allow(
        "CallSteps",
        ["lambda:InvokeFunction"],
        ...props.functions.map(({ lambda }) => lambda.functionArn),
      ),
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
  const machine = new StateMachine(scope, id, {
    stateMachineName: name,
    comment: props.comment,
    definitionBody: DefinitionBody.fromString(stack.toJsonString(props.definition)),
    // The policy above says it all: nothing that the construct would like to add comes beside it.
    role: role.withoutPolicyUpdates(),
    // What was asked for and by whom stays out of the log; the history has it for 90 days.
    logs: { destination: props.log, level: LogLevel.ALL, includeExecutionData: false },
    tracingEnabled: true,
  });
  policyFirst(machine, { role, policy });
  return { machine, runs };
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
