/** One page that shows whether tickets come in, get archived, sealed and verified, and what waits. */
import {
  type Alarm,
  AlarmStatusWidget,
  Dashboard,
  GraphWidget,
  type IMetric,
  Stats,
} from "aws-cdk-lib/aws-cloudwatch";
import type { Construct } from "constructs";
import type { Watched } from "./alarms.ts";

const HALF = 12;

export function dashboard(scope: Construct, watched: Watched, alarms: readonly Alarm[]): Dashboard {
  const { parts, functions, stage, metrics, exportRuns } = watched;
  const { requests, holds, commits, undelivered, paceTable } = parts;
  const graph = (title: string, left: IMetric[], right: IMetric[] = []) =>
    new GraphWidget({ title, left, right, width: HALF });
  return new Dashboard(scope, "Dashboard", {
    dashboardName: parts.config.stackName,
    widgets: [
      [new AlarmStatusWidget({ title: "Alarms", alarms: [...alarms], width: 2 * HALF, height: 4 })],
      [
        graph("Tickets", [metrics.completed, metrics.incomplete, metrics.failed], [metrics.unauthorized]),
        graph(
          "Requests waiting, and the age of the oldest in s",
          [requests.queue.metricApproximateNumberOfMessagesVisible()],
          [requests.queue.metricApproximateAgeOfOldestMessage()],
        ),
      ],
      [
        graph("Given up and undelivered", [
          requests.deadLetters.metricApproximateNumberOfMessagesVisible(),
          undelivered.metricApproximateNumberOfMessagesVisible(),
          holds.deadLetters.metricApproximateNumberOfMessagesVisible(),
          commits.deadLetters.metricApproximateNumberOfMessagesVisible(),
        ]),
        graph("HTTP API", [stage.metricCount()], [stage.metricClientError(), stage.metricServerError()]),
      ],
      [
        graph(
          "Ledger and verification",
          [metrics.sealed, metrics.verified],
          [metrics.sealFailed, metrics.verifyFindings],
        ),
        graph("Versions and holds waiting", [
          commits.queue.metricApproximateNumberOfMessagesVisible(),
          holds.queue.metricApproximateNumberOfMessagesVisible(),
        ]),
      ],
      [
        graph("Legal holds", [metrics.holdApplied], [metrics.holdFailed]),
        graph("Exports", [
          exportRuns.machine.metricStarted(),
          exportRuns.machine.metricSucceeded(),
          exportRuns.machine.metricFailed(),
        ]),
      ],
      [
        graph(
          "Functions: how long in ms, and how many at once",
          functions.map(({ lambda }) => lambda.metricDuration({ statistic: Stats.p(95) })),
          functions.map(({ lambda }) => lambda.metric("ConcurrentExecutions", { statistic: Stats.MAXIMUM })),
        ),
        graph("Functions: errors and throttles", [
          ...functions.map(({ lambda }) => lambda.metricErrors()),
          ...functions.map(({ lambda }) => lambda.metricThrottles()),
        ]),
      ],
      [
        graph(
          "Webhooks queued, and those refused, unread and not queued",
          [metrics.webhookQueued],
          [
            metrics.webhookRefused,
            metrics.webhookWrongSecret,
            metrics.webhookUnread,
            metrics.webhookNotQueued,
          ],
        ),
        graph(
          "Pace: writes to the account's item, and calls refused",
          [paceTable.metricConsumedWriteCapacityUnits()],
          [metrics.callsRefused, metrics.dayUsedUp],
        ),
      ],
      [
        graph(
          "Catalogue: turns, and tickets that it cannot read",
          [metrics.catalogued],
          [metrics.catalogueUnreadable],
        ),
        graph("At LeadSquared: nothing under a number; tickets changed", [
          metrics.empty,
          metrics.changedAtSource,
          metrics.unstable,
          metrics.sourceForgot,
        ]),
      ],
    ],
  });
}
