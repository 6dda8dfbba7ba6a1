/** What Lambda calls for S3's notices of new versions, and every hour for a heartbeat. */
import { bind } from "./bind.ts";
import { handleSeal } from "./seal/handler.ts";
import { wireSeal } from "./wiring-evidence.ts";

export const handler = bind(wireSeal, handleSeal);
