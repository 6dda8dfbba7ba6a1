/** Turns what is to be watched into alarms, each with its section of the runbook, and tells somebody. */
import { Stack } from "aws-cdk-lib";
import type { HttpStage } from "aws-cdk-lib/aws-apigatewayv2";
import { Alarm, ComparisonOperator, type IMetric, TreatMissingData } from "aws-cdk-lib/aws-cloudwatch";
import { SnsAction } from "aws-cdk-lib/aws-cloudwatch-actions";
import { PolicyStatement, ServicePrincipal } from "aws-cdk-lib/aws-iam";
import type { Key } from "aws-cdk-lib/aws-kms";
import { Topic } from "aws-cdk-lib/aws-sns";
import { EmailSubscription } from "aws-cdk-lib/aws-sns-subscriptions";
import type { Construct } from "constructs";
import { acknowledge } from "./acknowledge.ts";
import type { OurFunction } from "./function.ts";
import type { LogMetrics } from "./log-metrics.ts";
import type { Parts } from "./parts.ts";
import type { OurMachine } from "./state-machine.ts";

/** One thing to watch. */
export interface Watch {
  readonly id: string;
  /** What it means for the user, in a sentence or two. */
  readonly means: string;
  /** The anchor in `docs/operations.md` that tells what to do. */
  readonly section: string;
  readonly metric: IMetric;
  /** The alarm goes off above this; 0 unless given. */
  readonly above?: number;
  /** It goes off when the metric says nothing, or 0, in all of the periods. */
  readonly whenMissing?: boolean;
  /** Periods of the metric in a row; 1 unless given. */
  readonly periods?: number;
}

/** What alarms are made of. */
export interface Watched {
  readonly parts: Parts;
  readonly functions: readonly OurFunction[];
  readonly stage: HttpStage;
  readonly metrics: LogMetrics;
  readonly exportRuns: OurMachine;
  /** Runs that make the catalogue again. */
  readonly rebuilds: OurMachine;
}

/** @param email who is told; the topic is there in any case, for other subscribers */
export function alarmTopic(scope: Construct, key: Key, email: string | undefined): Topic {
  const topic = new Topic(scope, "Alarms", {
    displayName: "Ticketvault alarms",
    masterKey: key,
    enforceSSL: true,
  });
  // The topic's policy replaces SNS's own, which lets CloudWatch of the same account in.
  topic.addToResourcePolicy(
    new PolicyStatement({
      sid: "AlarmsOfThisAccount",
      principals: [new ServicePrincipal("cloudwatch.amazonaws.com")],
      actions: ["sns:Publish"],
      resources: [topic.topicArn],
      conditions: { StringEquals: { "aws:SourceAccount": Stack.of(scope).account } },
    }),
  );
  if (email !== undefined) {
    const subscription = topic.addSubscription(new EmailSubscription(email));
    acknowledge(
      subscription,
      "SNSRedrivePolicy",
      "An alarm that a mail server refuses is still red in CloudWatch and on the dashboard; a queue of undelivered mails would be read by nobody.",
    );
  }
  return topic;
}

export function alarms(scope: Construct, topic: Topic, watches: readonly Watch[]): Alarm[] {
  return watches.map(({ id, means, section, metric, above = 0, whenMissing = false, periods = 1 }) => {
    const breach = whenMissing
      ? {
          threshold: 1,
          comparisonOperator: ComparisonOperator.LESS_THAN_THRESHOLD,
          treatMissingData: TreatMissingData.BREACHING,
        }
      : {
          threshold: above,
          comparisonOperator: ComparisonOperator.GREATER_THAN_THRESHOLD,
          treatMissingData: TreatMissingData.NOT_BREACHING,
        };
    const alarm = new Alarm(scope, `${id}Alarm`, {
      alarmDescription: `${means} What to do: docs/operations.md#${section}`,
      metric,
      evaluationPeriods: periods,
      ...breach,
    });
    alarm.addAlarmAction(new SnsAction(topic));
    return alarm;
  });
}
