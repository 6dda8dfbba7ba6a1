/** What Lambda calls for S3's notices of new versions, and every hour for a heartbeat. */
import { bind } from "../common/bind.ts";
import { handleSeal } from "./handler.ts";
import { wireSeal } from "./wiring.ts";

export const handler = bind(wireSeal, handleSeal);
