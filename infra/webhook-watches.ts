/** What is watched of LeadSquared's webhooks, and what it means for the user when it goes wrong. */
import { Duration } from "aws-cdk-lib";
import { type IMetric, MathExpression, Stats } from "aws-cdk-lib/aws-cloudwatch";
import type { Watch } from "./alarms.ts";
import type { LogMetrics } from "./log-metrics.ts";
import type { Parts } from "./parts.ts";

/** LeadSquared tries a webhook three times, so its first ticket with an old secret makes as many. */
const TRIES = 3;

export function webhookWatches({ unread }: Parts, metrics: LogMetrics): Watch[] {
  if (unread === undefined) return [];
  return [
    {
      id: "WebhooksRefused",
      means:
        "Many webhooks came without any secret: LeadSquared's header is not set up and its tickets are missed, or somebody tries.",
      section: "webhooks-refused",
      metric: metrics.webhookRefused.with({ period: Duration.minutes(5) }),
      above: 20,
    },
    {
      id: "WebhooksWithWrongSecret",
      means:
        "Webhooks come with a wrong secret, and none with the right one: most likely LeadSquared sends an old one. It switches such a webhook off, and its tickets are missed.",
      section: "webhooks-with-a-wrong-secret",
      metric: unlessOthersAreLetIn(metrics),
      above: TRIES - 1,
    },
    {
      id: "UnreadWebhooks",
      means:
        "Webhooks of LeadSquared's name no ticket that can be read. They are kept as received, and nothing is archived of them until somebody looks.",
      section: "webhooks-that-cannot-be-read",
      metric: unread.metricApproximateNumberOfMessagesVisible({
        period: Duration.minutes(5),
        statistic: Stats.MAXIMUM,
      }),
    },
    {
      id: "WebhooksNotQueued",
      means:
        "Webhooks of LeadSquared's could not be queued: their tickets are archived only if it sends again.",
      section: "webhooks-not-queued",
      metric: metrics.webhookNotQueued.with({ period: Duration.minutes(5) }),
    },
  ];
}

/** A stranger who tries secrets while LeadSquared's webhooks are let in is nobody's work. */
function unlessOthersAreLetIn({ webhookWrongSecret, webhookQueued }: LogMetrics): IMetric {
  const period = Duration.hours(1);
  return new MathExpression({
    label: "Webhooks with a wrong secret, while none is let in",
    expression: "IF(FILL(queued, 0) > 0, 0, FILL(wrong, 0))",
    usingMetrics: { queued: webhookQueued.with({ period }), wrong: webhookWrongSecret.with({ period }) },
    period,
  });
}
