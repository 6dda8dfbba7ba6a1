/** What Lambda calls for LeadSquared's webhooks. */
import { bind } from "./bind.ts";
import { handleWebhook } from "./webhook/handler.ts";
import { wireWebhook } from "./wiring-webhook.ts";

export const handler = bind(wireWebhook, handleWebhook);
