/** What Lambda calls by the schedule of the verification. */
import { bind } from "./bind.ts";
import { handleVerify } from "./verify/handler.ts";
import { wireVerify } from "./wiring-evidence.ts";

export const handler = bind(wireVerify, handleVerify);
