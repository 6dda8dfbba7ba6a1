/** What Lambda calls for the queue of legal holds. */
import { bind } from "../common/bind.ts";
import { handleHold } from "./handler.ts";
import { wireHold } from "./wiring.ts";

export const handler = bind(wireHold, handleHold);
