/** The function `webhook`: knows its own secret, the request queue and where to keep what it cannot read. */
import type { Secret } from "aws-cdk-lib/aws-secretsmanager";
import type { Queue } from "aws-cdk-lib/aws-sqs";
import type { Construct } from "constructs";
import { ENV } from "../shared/names.ts";
import { type OurFunction, ourFunction } from "./function.ts";
import { readSecret, send } from "./grants.ts";
import { MEMORY, WEBHOOK_TIMEOUT } from "./limits.ts";
import type { Parts } from "./parts.ts";
import { keepUnread } from "./unread-webhooks.ts";

export function webhookFunction(
  scope: Construct,
  parts: Parts,
  { secret, unread }: { readonly secret: Secret; readonly unread: Queue },
): OurFunction {
  const { config, requests, serviceKey } = parts;
  const { header, ticketPaths, orgPaths } = config.webhook;
  return ourFunction(scope, "WebhookFunction", {
    name: "webhook",
    description: "Takes LeadSquared's webhooks and queues their tickets.",
    timeout: WEBHOOK_TIMEOUT,
    memory: MEMORY.webhook,
    environment: {
      [ENV.orgId]: String(config.orgId),
      [ENV.webhookSecret]: secret.secretArn,
      [ENV.webhookHeader]: header,
      ...(ticketPaths !== undefined && { [ENV.webhookTicketPaths]: ticketPaths.join(",") }),
      ...(orgPaths !== undefined && { [ENV.webhookOrgPaths]: orgPaths.join(",") }),
      [ENV.requestQueueUrl]: requests.queue.queueUrl,
      [ENV.unreadWebhooksQueueUrl]: unread.queueUrl,
      [ENV.logLevel]: config.logs.level,
    },
    statements: [
      ...readSecret(parts, secret.secretArn),
      send("Queue", requests.queue),
      ...keepUnread(unread, serviceKey),
    ],
    logs: config.logs,
    logKey: serviceKey,
    reservedConcurrency: config.concurrency.webhook,
  });
}
