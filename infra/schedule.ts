/** Archives a list of tickets again and again: EventBridge Scheduler puts the requests into the queue by itself. */
import { Stack } from "aws-cdk-lib";
import { ManagedPolicy, PolicyStatement, Role, ServicePrincipal } from "aws-cdk-lib/aws-iam";
import { CfnSchedule, CfnScheduleGroup } from "aws-cdk-lib/aws-scheduler";
import type { Queue } from "aws-cdk-lib/aws-sqs";
import type { Construct } from "constructs";
import type { RecurringArchive } from "./config.ts";

export interface ScheduleProps {
  readonly schedule: RecurringArchive;
  readonly orgId: number;
  readonly requests: Queue;
  /** Takes what Scheduler could not deliver. */
  readonly undelivered: Queue;
}

export function recurringArchive(
  scope: Construct,
  { schedule, orgId, requests, undelivered }: ScheduleProps,
): void {
  const stack = Stack.of(scope);
  const group = new CfnScheduleGroup(scope, "ScheduleGroup");
  const role = new Role(scope, "ScheduleRole", {
    description: "Lets Scheduler put Ticketvault's recurring requests into the queue.",
    assumedBy: new ServicePrincipal("scheduler.amazonaws.com", {
      conditions: { StringEquals: { "aws:SourceAccount": stack.account } },
    }),
  });
  const policy = new ManagedPolicy(role, "MaySend", {
    roles: [role],
    statements: [
      new PolicyStatement({
        actions: ["sqs:SendMessage"],
        resources: [requests.queueArn, undelivered.queueArn],
      }),
    ],
  });
  const resource = new CfnSchedule(scope, "Schedule", {
    groupName: group.ref,
    scheduleExpression: schedule.expression,
    scheduleExpressionTimezone: schedule.timezone,
    flexibleTimeWindow: { mode: "OFF" },
    target: {
      arn: requests.queueArn,
      roleArn: role.roleArn,
      // One message, which `archive` makes a request of each ticket of: of a batch, SQS may refuse a part, which nobody would see.
      input: JSON.stringify({
        orgId,
        tickets: [...new Set(schedule.tickets)],
        reason: "schedule",
        requestedBy: "schedule",
      }),
      retryPolicy: { maximumRetryAttempts: 185, maximumEventAgeInSeconds: 86_400 },
      deadLetterConfig: { arn: undelivered.queueArn },
    },
  });
  resource.node.addDependency(policy);
}
