/** What Lambda calls for LeadSquared's webhooks. */
import { bind } from "../common/bind.ts";
import { handleWebhook } from "./handler.ts";
import { wireWebhook } from "./wiring.ts";

export const handler = bind(wireWebhook, handleWebhook);
