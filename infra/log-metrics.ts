/** Metrics that are counted in the functions' logs, by the stable names of their events. */
import { Stack } from "aws-cdk-lib";
import { Metric, Stats } from "aws-cdk-lib/aws-cloudwatch";
import { FilterPattern, type IFilterPattern, MetricFilter } from "aws-cdk-lib/aws-logs";
import type { Construct } from "constructs";
import { LOG_EVENTS } from "../shared/names.ts";
import type { OurFunction } from "./function.ts";

export interface LogMetrics {
  /** Tickets archived or found unchanged. */
  readonly completed: Metric;
  /** Those of them of which something is missing. */
  readonly incomplete: Metric;
  /** Requests for numbers that have nothing. */
  readonly empty: Metric;
  /** Versions of tickets that are worded in another way each time. */
  readonly unstable: Metric;
  /** Known tickets that were not believed to be emptied. */
  readonly sourceForgot: Metric;
  /** Versions in which something is edited or removed at the source. */
  readonly changedAtSource: Metric;
  /** Tries that failed; most are made again. */
  readonly failed: Metric;
  /** Tickets all of whose tries by `sync` have failed for days, each told once. */
  readonly failing: Metric;
  readonly unauthorized: Metric;
  /** Times at which the account's calls were stopped for a while. */
  readonly paused: Metric;
  /** Calls that LeadSquared refused for their number. */
  readonly callsRefused: Metric;
  /** Times at which a function found the day's budget of calls used up. */
  readonly dayUsedUp: Metric;
  /** Answers that contained the account's keys. */
  readonly keysEchoed: Metric;
  /** Webhooks without any secret. */
  readonly webhookRefused: Metric;
  /** Webhooks with a wrong secret. */
  readonly webhookWrongSecret: Metric;
  /** Webhooks whose tickets were queued. */
  readonly webhookQueued: Metric;
  /** Authentic webhooks that could not be read, or not wholly. */
  readonly webhookUnread: Metric;
  readonly webhookNotQueued: Metric;
  /** Entries of the ledger, heartbeats among them. */
  readonly sealed: Metric;
  readonly sealFailed: Metric;
  /** Entries that say of a file that it contradicts itself. */
  readonly sealedInconsistent: Metric;
  /** Entries that the witness has got. */
  readonly witnessed: Metric;
  /** Time stamps that an authority gave. */
  readonly timeStamped: Metric;
  readonly holdApplied: Metric;
  readonly holdFailed: Metric;
  /** Turns of `sync`. */
  readonly synced: Metric;
  /** Censuses that were taken and kept. */
  readonly censuses: Metric;
  /** Those of them in which index and vault differ on a number. */
  readonly censusesContradicted: Metric;
  /** Verifications that came to their end, whatever they found. */
  readonly verified: Metric;
  /** Findings that are errors. */
  readonly verifyFindings: Metric;
  /** Verifications that did not get through what was due. */
  readonly verifyLate: Metric;
  /** Turns of the catalogue. */
  readonly catalogued: Metric;
  /** Tickets of which the catalogue has no rows, as their archive cannot be read. */
  readonly catalogueUnreadable: Metric;
}

export interface Logging {
  /** Functions that archive. */
  readonly archivers: readonly OurFunction[];
  readonly webhook: OurFunction | undefined;
  readonly seal: OurFunction;
  readonly hold: OurFunction;
  readonly verify: OurFunction;
  readonly sync: OurFunction | undefined;
  readonly catalogue: OurFunction;
}

export function logMetrics(
  scope: Construct,
  { archivers, webhook, seal, hold, verify, sync, catalogue }: Logging,
): LogMetrics {
  const is = (event: string) => FilterPattern.stringValue("$.event", "=", event);
  const webhooks = webhook === undefined ? [] : [webhook];
  const syncs = sync === undefined ? [] : [sync];
  const count = (name: string, pattern: IFilterPattern, functions: readonly OurFunction[]) =>
    counted(scope, name, pattern, functions);
  return {
    completed: count("TicketsArchived", is(LOG_EVENTS.completed), archivers),
    incomplete: count(
      "IncompleteArchives",
      FilterPattern.all(
        is(LOG_EVENTS.completed),
        FilterPattern.stringValue("$.completeness", "=", "incomplete"),
      ),
      archivers,
    ),
    empty: count(
      "EmptyNumbers",
      FilterPattern.all(is(LOG_EVENTS.completed), FilterPattern.stringValue("$.outcome", "=", "empty")),
      archivers,
    ),
    unstable: count(
      "UnstableTickets",
      FilterPattern.all(is(LOG_EVENTS.completed), FilterPattern.booleanValue("$.unstable", true)),
      archivers,
    ),
    sourceForgot: count("SourceForgot", is(LOG_EVENTS.sourceForgot), archivers),
    failed: count("FailedTries", is(LOG_EVENTS.failed), archivers),
    failing: count("TicketsFailing", is(LOG_EVENTS.failing), archivers),
    unauthorized: count("KeysRefused", is(LOG_EVENTS.unauthorized), archivers),
    paused: count("AccountPauses", is(LOG_EVENTS.paused), archivers),
    callsRefused: count("CallsRefused", is(LOG_EVENTS.callRefused), archivers),
    dayUsedUp: count("DaysUsedUp", is(LOG_EVENTS.dayUsedUp), archivers),
    keysEchoed: count("KeysEchoed", is(LOG_EVENTS.keysEchoed), archivers),
    webhookRefused: count("WebhooksRefused", is(LOG_EVENTS.webhookRefused), webhooks),
    webhookWrongSecret: count("WebhooksWithWrongSecret", is(LOG_EVENTS.webhookWrongSecret), webhooks),
    webhookQueued: count("WebhooksQueued", is(LOG_EVENTS.webhookQueued), webhooks),
    webhookUnread: count("WebhooksUnread", is(LOG_EVENTS.webhookUnread), webhooks),
    webhookNotQueued: count("WebhooksNotQueued", is(LOG_EVENTS.webhookNotQueued), webhooks),
    sealed: count("LedgerEntries", is(LOG_EVENTS.sealed), [seal]),
    witnessed: count("WitnessedEntries", is(LOG_EVENTS.witnessed), [seal]),
    timeStamped: count("TimeStamps", is(LOG_EVENTS.timeStamped), [seal]),
    sealFailed: count("SealFailures", is(LOG_EVENTS.sealFailed), [seal]),
    sealedInconsistent: count(
      "InconsistentSeals",
      FilterPattern.all(is(LOG_EVENTS.sealed), FilterPattern.numberValue("$.inconsistent", ">", 0)),
      [seal],
    ),
    changedAtSource: count("ChangedAtSource", is(LOG_EVENTS.changedAtSource), [seal]),
    holdApplied: count("HoldsApplied", is(LOG_EVENTS.holdApplied), [hold]),
    holdFailed: count("HoldFailures", is(LOG_EVENTS.holdFailed), [hold]),
    synced: count("SyncTurns", is(LOG_EVENTS.synced), syncs),
    censuses: count("Censuses", is(LOG_EVENTS.census), syncs),
    censusesContradicted: count(
      "CensusesContradicted",
      FilterPattern.all(is(LOG_EVENTS.census), FilterPattern.numberValue("$.contradicted", ">", 0)),
      syncs,
    ),
    verified: count("Verifications", is(LOG_EVENTS.verified), [verify]),
    verifyLate: count("VerificationsLate", is(LOG_EVENTS.verifyLate), [verify]),
    verifyFindings: count(
      "VerifyFindings",
      FilterPattern.all(is(LOG_EVENTS.verifyFinding), FilterPattern.stringValue("$.severity", "=", "error")),
      [verify],
    ),
    catalogued: count("CatalogueTurns", is(LOG_EVENTS.catalogued), [catalogue]),
    catalogueUnreadable: count("CatalogueUnreadable", is(LOG_EVENTS.catalogueUnreadable), [catalogue]),
  };
}

function counted(
  scope: Construct,
  metricName: string,
  filterPattern: IFilterPattern,
  functions: readonly OurFunction[],
): Metric {
  const metricNamespace = Stack.of(scope).stackName;
  for (const { name, logGroup } of functions) {
    new MetricFilter(scope, `${metricName}In${name}`, {
      logGroup,
      filterPattern,
      metricNamespace,
      metricName,
      metricValue: "1",
    });
  }
  return new Metric({ namespace: metricNamespace, metricName, statistic: Stats.SUM });
}
