/** What Lambda calls by the schedule of the verification. */
import { bind } from "../common/bind.ts";
import { wireVerify } from "../seal/wiring.ts";
import { handleVerify } from "./handler.ts";

export const handler = bind(wireVerify, handleVerify);
