/** Wires the `webhook` function. */
import { SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import { readSecretText } from "../../shared/leadsquared/secrets-manager.ts";
import { ENV } from "../../shared/names.ts";
import { common, list, taken, text, url } from "../common/environment.ts";
import { lambdaLogger } from "../common/lambda-log.ts";
import { requestQueue, unreadWebhooks } from "../common/open-request-queue.ts";
import { SMALL_CALLS, settings } from "../common/wiring.ts";
import type { WebhookDependencies } from "./dependencies.ts";
import { payloadPaths } from "./paths.ts";
import { secretCheck } from "./secret.ts";

const paths = list.refine(taken(payloadPaths), "has an entry that is no path such as Ticket.Id").optional();

const shape = {
  ...common,
  [ENV.webhookSecret]: text,
  [ENV.webhookHeader]: text
    .regex(/^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/, "is no name of an HTTP header")
    .default("x-ticketvault-secret"),
  [ENV.webhookTicketPaths]: paths,
  [ENV.webhookOrgPaths]: paths,
  [ENV.requestQueueUrl]: url,
  [ENV.unreadWebhooksQueueUrl]: url,
};

/** @throws UsageError naming what is wrong with the environment */
export async function wireWebhook(): Promise<WebhookDependencies> {
  const given = settings(shape);
  const client = new SecretsManagerClient(SMALL_CALLS);
  return {
    orgId: given[ENV.orgId],
    header: given[ENV.webhookHeader],
    isAuthentic: secretCheck({
      readSecret: () => readSecretText({ client, secretId: given[ENV.webhookSecret] }),
      now: () => Date.now(),
    }),
    paths: payloadPaths(given[ENV.webhookTicketPaths], given[ENV.webhookOrgPaths]),
    queue: requestQueue(given),
    unread: unreadWebhooks(given),
    log: lambdaLogger(given[ENV.logLevel]),
  };
}
