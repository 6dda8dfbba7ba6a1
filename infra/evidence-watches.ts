/** What is watched of what is archived already: holds, the ledger, the verification, exports. */
import { Duration } from "aws-cdk-lib";
import { type Metric, Stats } from "aws-cdk-lib/aws-cloudwatch";
import type { Queue } from "aws-cdk-lib/aws-sqs";
import type { Watch, Watched } from "./alarms.ts";
import type { LogMetrics } from "./log-metrics.ts";

/** Two heartbeats may be lost. */
const SEAL_HOURS = 3;
/** A day's time stamp may fail, and be made up for by the next day's. */
const OUTSIDE_HOURS = 48;
/** What a verification may take, and be late. */
const VERIFY_HOURS = 3;

export function evidenceWatches({ parts, metrics, exportRuns }: Watched): Watch[] {
  return [
    {
      id: "HoldDeadLetters",
      means:
        "Legal holds were given up: files of these tickets are not held, or not released, and nothing tries again until somebody redrives them.",
      section: "hold-not-applied",
      metric: waiting(parts.holds.deadLetters),
    },
    {
      id: "HoldFailures",
      means: "A legal hold could not be set or released on all files of its tickets; it is tried again.",
      section: "hold-not-applied",
      metric: metrics.holdFailed.with({ period: Duration.minutes(5) }),
    },
    {
      id: "SealMissing",
      means: `Nothing was written into the ledger for ${SEAL_HOURS} hours, not even a heartbeat: what is archived now is not sealed.`,
      section: "seal-missing",
      metric: hourly(metrics.sealed),
      whenMissing: true,
      periods: SEAL_HOURS,
    },
    ...(parts.config.witnessBucket === undefined ? [] : [witnessWatch(metrics)]),
    ...(parts.config.tsa === undefined ? [] : [timeStampWatch(metrics)]),
    {
      id: "SealFailures",
      means: "Versions could not be sealed, or the ledger's end is not what was written; it is tried again.",
      section: "seal-failed",
      metric: metrics.sealFailed.with({ period: Duration.minutes(5) }),
    },
    {
      id: "SealedInconsistent",
      means:
        "A version was sealed that contradicts itself, or that another program made: Ticketvault did not write it so.",
      section: "sealed-inconsistent",
      metric: metrics.sealedInconsistent.with({ period: Duration.minutes(5) }),
    },
    {
      id: "CommitDeadLetters",
      means:
        "Notices of new versions were given up: these versions may be unsealed, and nothing tries again until somebody redrives them.",
      section: "seal-failed",
      metric: waiting(parts.commits.deadLetters),
    },
    {
      id: "VerifyFindings",
      means:
        "What is stored is not what was archived and sealed: something was altered, removed or added, or a ticket could not be checked.",
      section: "verify-findings",
      metric: hourly(metrics.verifyFindings),
    },
    {
      id: "VerifyLate",
      means:
        "A verification did not get through what was due, or no checkpoint was written for days: an alteration could go unnoticed for longer than the settings say.",
      section: "verification-is-late",
      metric: hourly(metrics.verifyLate),
    },
    {
      id: "VerifyMissing",
      means: "No verification came to its end when one was due: nobody would know of an alteration.",
      section: "verify-missing",
      metric: hourly(metrics.verified),
      whenMissing: true,
      periods: parts.config.verify.everyHours + VERIFY_HOURS,
    },
    {
      id: "ExportsFailed",
      means: "An export failed, and whoever asked for it does not have it.",
      section: "export-failed",
      metric: exportRuns.machine.metricFailed({ period: Duration.minutes(5) }),
    },
  ];
}

function witnessWatch({ witnessed }: LogMetrics): Watch {
  return {
    id: "WitnessMissing",
    means: `The witness got no entry of the ledger for ${OUTSIDE_HOURS} hours: whoever rolls back what was sealed meanwhile is contradicted by nobody outside.`,
    section: "witness-missing",
    metric: hourly(witnessed),
    whenMissing: true,
    periods: OUTSIDE_HOURS,
  };
}

function timeStampWatch({ timeStamped }: LogMetrics): Watch {
  return {
    id: "TimeStampMissing",
    means: `No time-stamping authority put the time to the ledger for ${OUTSIDE_HOURS} hours: of what is sealed meanwhile, only the stack's own clock says when.`,
    section: "time-stamp-missing",
    metric: hourly(timeStamped),
    whenMissing: true,
    periods: OUTSIDE_HOURS,
  };
}

function waiting(queue: Queue): Metric {
  return queue.metricApproximateNumberOfMessagesVisible({
    period: Duration.minutes(5),
    statistic: Stats.MAXIMUM,
  });
}

function hourly(metric: Metric): Metric {
  return metric.with({ period: Duration.hours(1) });
}
