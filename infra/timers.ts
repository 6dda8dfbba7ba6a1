/** Calls functions again and again: `sync`, the census, the ledger's heartbeat and checkpoint, the verification. */
import { Stack } from "aws-cdk-lib";
import { ManagedPolicy, PolicyStatement, Role, ServicePrincipal } from "aws-cdk-lib/aws-iam";
import { CfnSchedule } from "aws-cdk-lib/aws-scheduler";
import type { Construct } from "constructs";
import type { OurFunction } from "./function.ts";

export interface Timer {
  readonly target: OurFunction;
  readonly every: { readonly minutes: number } | { readonly hours: number };
  /** What else than its turn the function is to do; stands in the event as `{"census": {}}`. */
  readonly task?: string;
  /** Whether the event says for when the call was planned, as `{"planned": "2026-11-28T04:00:00Z"}`. */
  readonly tellsTime?: boolean;
}

/** Scheduler puts the time in its place. */
const PLANNED = { planned: "<aws.scheduler.scheduled-time>" };

/** The first call comes as soon as the schedule is made. Events without a task have no fields: `seal` takes that for a heartbeat. */
export function timers(scope: Construct, all: readonly Timer[]): void {
  const role = new Role(scope, "TimerRole", {
    description: "Lets Scheduler call Ticketvault's functions.",
    assumedBy: new ServicePrincipal("scheduler.amazonaws.com", {
      conditions: { StringEquals: { "aws:SourceAccount": Stack.of(scope).account } },
    }),
  });
  const policy = new ManagedPolicy(role, "MayCall", {
    roles: [role],
    statements: [
      new PolicyStatement({
        actions: ["lambda:InvokeFunction"],
        resources: [...new Set(all.map(({ target }) => target.lambda.functionArn))],
      }),
    ],
  });
  for (const { target, every, task, tellsTime = false } of all) {
    const [unit, n] =
      "hours" in every ? (["hour", every.hours] as const) : (["minute", every.minutes] as const);
    const schedule = new CfnSchedule(scope, `${task ?? target.name}Timer`, {
      scheduleExpression: `rate(${n} ${unit}${n === 1 ? "" : "s"})`,
      flexibleTimeWindow: { mode: "OFF" },
      target: {
        arn: target.lambda.functionArn,
        roleArn: role.roleArn,
        input: JSON.stringify({ ...(task && { [task]: {} }), ...(tellsTime && PLANNED) }),
        // A call that comes an hour, or a minute, late is the next one.
        retryPolicy: { maximumRetryAttempts: 30, maximumEventAgeInSeconds: unit === "hour" ? 3600 : 60 },
      },
    });
    schedule.node.addDependency(policy);
  }
}
