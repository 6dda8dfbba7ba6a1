/** The function `webhook`: knows its own secret, the request queue and where to keep what it cannot read. */
import type { ISecret } from "aws-cdk-lib/aws-secretsmanager";
import type { Queue } from "aws-cdk-lib/aws-sqs";
import type { Construct } from "constructs";
import { ENV } from "../shared/names.ts";
import { acknowledgeWildcard } from "./acknowledge.ts";
import { type OurFunction, ourFunction } from "./function.ts";
import { readWebhookSecret } from "./grants.ts";
import { MEMORY, WEBHOOK_TIMEOUT } from "./limits.ts";
import type { Parts } from "./parts.ts";
import { anyKey, send } from "./statements.ts";
import { keepUnread } from "./unread-webhooks.ts";

export function webhookFunction(
  scope: Construct,
  parts: Parts,
  { secret, unread }: { readonly secret: ISecret; readonly unread: Queue },
): OurFunction {
  const { config, requests, serviceKey } = parts;
  const { header, ticketPaths, orgPaths } = config.webhook;
  const webhook = ourFunction(scope, "WebhookFunction", {
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
      ...readWebhookSecret(parts, secret.secretArn),
      send("Queue", requests.queue),
      ...keepUnread(unread, serviceKey),
    ],
    logs: config.logs,
    logKey: serviceKey,
    reservedConcurrency: config.concurrency.webhook,
  });
  if (config.webhook.secretArn !== undefined) {
    acknowledgeWildcard(
      webhook.policy,
      anyKey(parts),
      "Which key a secret from before the stack is encrypted with, only Secrets Manager knows; the condition limits it to that secret.",
    );
  }
  return webhook;
}
