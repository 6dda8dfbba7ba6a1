/** What the `webhook` function works with; `wiring.ts` makes it. */
import type { Logger } from "../../shared/log.ts";
import type { RequestQueue } from "../../shared/requests/request-queue.ts";
import type { UnreadWebhooks } from "../../shared/requests/unread-webhooks.ts";
import type { PayloadPaths } from "./paths.ts";
import type { SecretCheck } from "./secret.ts";

export interface WebhookDependencies {
  /** The account whose webhooks these are. */
  readonly orgId: number;
  /** Name of the header that carries the secret, in any case; `x-ticketvault-secret` unless configured. */
  readonly header: string;
  /** Made by `secretCheck`. */
  readonly isAuthentic: SecretCheck;
  /** Made by `payloadPaths`. */
  readonly paths: PayloadPaths;
  readonly queue: RequestQueue;
  /** Where an authentic webhook is kept of which no ticket could be read. */
  readonly unread: UnreadWebhooks;
  readonly log: Logger;
}
