/** The function `webhook`: knows its own secret and the request queue, nothing of the archive. */
import type { Secret } from "aws-cdk-lib/aws-secretsmanager";
import type { Construct } from "constructs";
import { ENV } from "../shared/names.ts";
import { type OurFunction, ourFunction } from "./function.ts";
import { readSecret, send } from "./grants.ts";
import { MEMORY, WEBHOOK_TIMEOUT } from "./limits.ts";
import type { Parts } from "./parts.ts";

export function webhookFunction(scope: Construct, parts: Parts, secret: Secret): OurFunction {
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
      [ENV.logLevel]: config.logs.level,
    },
    statements: [...readSecret(parts, secret.secretArn), send("Queue", requests.queue)],
    logs: config.logs,
    logKey: serviceKey,
    reservedConcurrency: config.concurrency.webhook,
  });
}
