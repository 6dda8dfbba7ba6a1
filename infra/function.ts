/** One Lambda function as all of ours are: its own role with a policy that says everything, its own encrypted log. */
import { hash } from "node:crypto";
import { writeFileSync } from "node:fs";
import { resolve } from "node:path";
import { AssetHashType, DockerImage, type Duration } from "aws-cdk-lib";
import { ManagedPolicy, PolicyStatement, Role, ServicePrincipal } from "aws-cdk-lib/aws-iam";
import type { Key } from "aws-cdk-lib/aws-kms";
import { Architecture, Code, Function as LambdaFunction, Runtime, Tracing } from "aws-cdk-lib/aws-lambda";
import { LogGroup } from "aws-cdk-lib/aws-logs";

import type { Construct } from "constructs";
import { acknowledge, acknowledgeWildcard } from "./acknowledge.ts";
import { bundleFunction, type FunctionName } from "./bundle.ts";
import type { Config } from "./config.ts";
import type { Egress } from "./egress.ts";
import { KEPT } from "./kept.ts";
import { policyFirst } from "./policy-first.ts";

/** Where the sources are. */
const FUNCTIONS = resolve(import.meta.dirname, "../functions");

export interface OurFunctionProps {
  readonly name: FunctionName;
  readonly description: string;
  readonly timeout: Duration;
  /** In MB. */
  readonly memory: number;
  readonly environment: Readonly<Record<string, string>>;
  /** Files beside the code, by their names. */
  readonly files?: Readonly<Record<string, Uint8Array>>;
  /** All that the function may do beside writing its own log and traces. */
  readonly statements: readonly PolicyStatement[];
  readonly logs: Config["logs"];
  readonly logKey: Key;
  readonly reservedConcurrency?: number | undefined;
  /** Of a function that is also called without waiting for its answer: what makes up for a call that failed. */
  readonly lostCalls?: string;
  /** Of those that talk to LeadSquared: through which network, if any. */
  readonly network?: { readonly egress: Egress | undefined };
}

export interface OurFunction {
  readonly name: FunctionName;
  readonly lambda: LambdaFunction;
  readonly logGroup: LogGroup;
  readonly policy: ManagedPolicy;
}

export function ourFunction(scope: Construct, id: string, props: OurFunctionProps): OurFunction {
  const egress = props.network?.egress;
  const logGroup = ourLogGroup(scope, `${id}Log`, props);
  const role = new Role(scope, `${id}Role`, {
    description: `What Ticketvault's function "${props.name}" runs as.`,
    assumedBy: new ServicePrincipal("lambda.amazonaws.com"),
  });
  const policy = new ManagedPolicy(role, "Policy", {
    description: `Everything that Ticketvault's function "${props.name}" may do.`,
    roles: [role],
    statements: [
      ...props.statements,
      new PolicyStatement({
        sid: "WriteOwnLog",
        actions: ["logs:CreateLogStream", "logs:PutLogEvents"],
        resources: [logGroup.logGroupArn],
      }),
      writeTraces(),
      ...(props.network === undefined ? [] : [useNetwork()]),
    ],
  });
  const lambda = new LambdaFunction(scope, id, {
    description: props.description,
    runtime: Runtime.NODEJS_24_X,
    architecture: Architecture.ARM_64,
    handler: "index.handler",
    code: bundledCode(props.name, props.files ?? {}),
    timeout: props.timeout,
    memorySize: props.memory,
    environment: { ...props.environment },
    // The policy above says it all: nothing that a construct would like to add comes beside it.
    role: role.withoutPolicyUpdates(),
    logGroup,
    tracing: Tracing.ACTIVE,
    ...(props.reservedConcurrency !== undefined && {
      reservedConcurrentExecutions: props.reservedConcurrency,
    }),
    ...(egress !== undefined && { vpc: egress.vpc, securityGroups: [egress.securityGroup] }),
  });
  policyFirst(lambda, { role, policy });
  explain(lambda, policy, props);
  return { name: props.name, lambda, logGroup, policy };
}

/** Logs are kept when the stack goes: they tell who asked for what. */
export function ourLogGroup(
  scope: Construct,
  id: string,
  { logs, logKey }: Pick<OurFunctionProps, "logs" | "logKey">,
): LogGroup {
  return new LogGroup(scope, id, {
    retention: logs.retentionDays,
    encryptionKey: logKey,
    removalPolicy: KEPT,
  });
}

/** The bundle that the tests and the cold-start bench run too, and files beside it. */
function bundledCode(name: FunctionName, files: Readonly<Record<string, Uint8Array>>): Code {
  return Code.fromAsset(FUNCTIONS, {
    assetHashType: AssetHashType.OUTPUT,
    bundling: {
      // Never pulled: the local bundler always answers.
      image: DockerImage.fromRegistry("none"),
      // Without it all functions would be taken for one asset.
      command: [name, ...Object.values(files).map((bytes) => hash("sha256", bytes))],
      local: {
        tryBundle: (outdir) => {
          bundleFunction(name, outdir);
          for (const [file, bytes] of Object.entries(files)) writeFileSync(resolve(outdir, file), bytes);
          return true;
        },
      },
    },
  });
}

function writeTraces(): PolicyStatement {
  return new PolicyStatement({
    sid: "WriteTraces",
    actions: ["xray:PutTelemetryRecords", "xray:PutTraceSegments"],
    resources: ["*"],
  });
}

/**
 * What Lambda needs to put a function into a network and, long after the setting is off again, to take its interfaces away:
 * so it stays. Lambda itself uses it; calls of the function's own code have that key.
 */
function useNetwork(): PolicyStatement {
  return new PolicyStatement({
    sid: "UseNetwork",
    conditions: { Null: { "lambda:SourceFunctionArn": "true" } },
    actions: [
      "ec2:AssignPrivateIpAddresses",
      "ec2:CreateNetworkInterface",
      "ec2:DeleteNetworkInterface",
      "ec2:DescribeNetworkInterfaces",
      "ec2:DescribeSubnets",
      "ec2:UnassignPrivateIpAddresses",
    ],
    resources: ["*"],
  });
}

function explain(lambda: LambdaFunction, policy: ManagedPolicy, props: OurFunctionProps): void {
  acknowledgeWildcard(
    policy,
    "*",
    "Traces have no resource to name, and Lambda's network interfaces none before they exist; every other statement names its resources.",
  );
  acknowledge(
    lambda,
    "LambdaDLQ",
    props.lostCalls ??
      "API Gateway, the SQS poller or Step Functions call this function, and wait for its answer; a message that fails stays in its queue, which has a dead-letter queue.",
  );
  if (props.network?.egress === undefined) {
    acknowledge(
      lambda,
      "LambdaInsideVPC",
      "It talks to AWS, and some functions to LeadSquared's public API, over TLS and holds no data; a network adds nothing but the fixed address that `staticEgress` is for.",
    );
  }
  if (props.reservedConcurrency === undefined) {
    acknowledge(
      lambda,
      "LambdaConcurrency",
      "Its concurrency is bounded where its work comes from: by the event source's maximum, the API's throttling, the schedule or the state machine. Reserving some would fail in accounts with a small quota; the setting `concurrency` can.",
    );
  }
}
