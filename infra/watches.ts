/** What is watched of the way from a trigger to the archive, and what it means for the user when it goes wrong. */
import { Duration } from "aws-cdk-lib";
import { type Metric, Stats } from "aws-cdk-lib/aws-cloudwatch";
import { Operation } from "aws-cdk-lib/aws-dynamodb";
import type { Watch, Watched } from "./alarms.ts";
import { catalogueWatches } from "./catalogue-watches.ts";
import { evidenceWatches } from "./evidence-watches.ts";
import type { OurFunction } from "./function.ts";
import type { LogMetrics } from "./log-metrics.ts";
import type { Parts } from "./parts.ts";
import { webhookWatches } from "./webhook-watches.ts";

export function watches(watched: Watched): Watch[] {
  const { parts, functions, stage, metrics } = watched;
  return [
    ...queueWatches(parts),
    ...archiveWatches(metrics),
    ...paceWatches(parts, metrics),
    ...webhookWatches(parts, metrics),
    ...evidenceWatches(watched),
    ...syncWatches(parts, metrics),
    ...catalogueWatches(watched),
    ...functions.flatMap(functionWatches),
    {
      id: "ApiFailures",
      means: "The HTTP API answered with 5xx: callers or LeadSquared's webhook got no useful answer.",
      section: "http-api-failures",
      metric: stage.metricServerError({ period: Duration.minutes(5) }),
    },
    {
      id: "PaceThrottled",
      means: "DynamoDB throttles the account's pacing: archiving goes slower than LeadSquared would allow.",
      section: "pacing-throttled",
      metric: parts.paceTable.metricThrottledRequestsForOperations({
        operations: [Operation.GET_ITEM, Operation.UPDATE_ITEM],
        period: Duration.minutes(5),
      }),
    },
  ];
}

/** A census may be late, or fail once. */
const CENSUS_HOURS = 48;

function syncWatches({ config }: Parts, { synced, censuses, censusesContradicted }: LogMetrics): Watch[] {
  if (!config.sync.enabled) return [];
  return [
    {
      id: "SyncMissing",
      means:
        "No turn of `sync` was completed for 15 minutes: new tickets are found by webhooks and events alone.",
      section: "sync-does-not-run",
      metric: every5Minutes(synced),
      whenMissing: true,
      periods: 3,
    },
    {
      id: "CensusMissing",
      means: `No census was taken for ${CENSUS_HOURS} hours: nothing states of each number whether it is archived.`,
      section: "census-missing",
      metric: censuses.with({ period: Duration.hours(1) }),
      whenMissing: true,
      periods: CENSUS_HOURS,
    },
    {
      id: "CensusContradicted",
      means:
        "The census found numbers that the index takes for archived and the vault has no folder of, or the other way round.",
      section: "census-contradicted",
      metric: censusesContradicted.with({ period: Duration.hours(1) }),
    },
  ];
}

function queueWatches({ requests, undelivered }: Parts): Watch[] {
  const most = { period: Duration.minutes(5), statistic: Stats.MAXIMUM };
  return [
    {
      id: "DeadLetters",
      means:
        "Tickets were given up: they are not archived, and nothing tries again until somebody redrives them.",
      section: "dead-letters",
      metric: requests.deadLetters.metricApproximateNumberOfMessagesVisible(most),
    },
    {
      id: "UndeliveredEvents",
      means: "Events or schedules did not reach the request queue: their tickets are not archived.",
      section: "undelivered-events",
      metric: undelivered.metricApproximateNumberOfMessagesVisible(most),
    },
    {
      id: "OldestRequest",
      means: "A ticket waits for more than an hour to be archived.",
      section: "requests-wait-too-long",
      metric: requests.queue.metricApproximateAgeOfOldestMessage(most),
      above: Duration.hours(1).toSeconds(),
      periods: 2,
    },
  ];
}

/** Other programs may use more than their share now and then: below this many refusals an hour nobody has to act. */
const REFUSED_AN_HOUR = 20;

function paceWatches({ config }: Parts, { callsRefused, dayUsedUp }: LogMetrics): Watch[] {
  const usedUp: Watch = {
    id: "DayUsedUp",
    means:
      "The day's budget of calls is used up: tickets wait until it goes on, a day after the first of its calls, and none is given up.",
    section: "the-days-calls-are-used-up",
    metric: dayUsedUp.with({ period: Duration.hours(1) }),
  };
  return [
    {
      id: "CallsRefused",
      means: `LeadSquared refuses calls for their number (429), more than ${REFUSED_AN_HOUR} in an hour, although the settings are kept: its limit is lower, or other programs use more than is left to them.`,
      section: "leadsquared-refuses-calls-below-the-setting",
      metric: callsRefused.with({ period: Duration.hours(1) }),
      above: REFUSED_AN_HOUR,
    },
    ...(config.calls.perDay === undefined ? [] : [usedUp]),
  ];
}

function archiveWatches(metrics: LogMetrics): Watch[] {
  const { incomplete, unauthorized, paused, keysEchoed, sourceForgot, unstable, failing } = metrics;
  return [
    {
      id: "IncompleteArchives",
      means: "Tickets were archived with something missing, such as an attachment that could not be fetched.",
      section: "incomplete-archives",
      metric: every5Minutes(incomplete),
    },
    {
      id: "TicketsFailing",
      means:
        "Every try of a ticket that `sync` asks for has failed for 72 hours: what is new of it is not archived. It goes on being asked for.",
      section: "tickets-that-fail-each-time",
      metric: every5Minutes(failing),
    },
    {
      id: "SourceForgot",
      means:
        "LeadSquared lists nothing any more of tickets that are archived, whichever is asked for. That is not believed, and nothing is marked as removed.",
      section: "leadsquared-forgot-everybody",
      metric: every5Minutes(sourceForgot),
    },
    {
      id: "UnstableTickets",
      means:
        "LeadSquared words a ticket in another way each time: it got 20 versions within a week, and is asked for once a day at most.",
      section: "unstable-tickets",
      metric: every5Minutes(unstable),
    },
    {
      id: "ChangedAtSource",
      means:
        "Messages or attachments that were archived have been edited or removed at LeadSquared. All that was archived is kept.",
      section: "changed-at-the-source",
      metric: every5Minutes(metrics.changedAtSource),
    },
    {
      id: "KeysRefused",
      means: "LeadSquared refuses the keys (401): nothing is archived until that is put right.",
      section: "leadsquared-refuses-the-keys",
      metric: every5Minutes(unauthorized),
    },
    {
      id: "AccountPaused",
      means:
        "LeadSquared refuses every call (401, 403, a redirect and the like): the account's calls stand still, and go on by themselves once that is put right.",
      section: "leadsquared-refuses-the-account",
      metric: every5Minutes(paused),
    },
    {
      id: "KeysEchoed",
      means:
        "An answer from LeadSquared contained the account's own keys. They were cut out of what is archived; anybody else who reads such answers has them.",
      section: "leadsquared-echoes-the-keys",
      metric: every5Minutes(keysEchoed),
    },
  ];
}

function functionWatches({ name, lambda }: OurFunction): Watch[] {
  const period = Duration.minutes(5);
  const errors = {
    id: `${name}Errors`,
    means: `The function "${name}" crashed or ran out of time. What came from a queue is tried again; others got an error.`,
    section: "function-errors",
    metric: lambda.metricErrors({ period }),
  };
  return [
    // An export's steps fail by throwing: the state machine tries again, and its own alarm tells what stays failed.
    ...(name === "export" ? [] : [errors]),
    {
      id: `${name}Throttles`,
      means: `AWS refuses to start the function "${name}": the account's concurrency is used up, and work waits or is refused.`,
      section: "function-throttles",
      metric: lambda.metricThrottles({ period }),
      periods: 3,
    },
  ];
}

function every5Minutes(metric: Metric): Metric {
  return metric.with({ period: Duration.minutes(5) });
}
