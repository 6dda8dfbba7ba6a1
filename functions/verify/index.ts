/** What Lambda calls by the schedule of the verification. */
import { bind } from "../common/bind.ts";
import { handleVerify } from "./handler.ts";
import { wireVerify } from "./wiring.ts";

export const handler = bind(wireVerify, handleVerify);
