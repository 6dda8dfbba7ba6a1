/** What Lambda calls for the queue of legal holds. */
import { bind } from "./bind.ts";
import { handleHold } from "./hold/handler.ts";
import { wireHold } from "./wiring-hold.ts";

export const handler = bind(wireHold, handleHold);
