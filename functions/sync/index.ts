/** What Lambda calls each minute. */

import { bind } from "../common/bind.ts";
import { handleSync } from "./handler.ts";
import { wireSync } from "./wiring.ts";

export const handler = bind(wireSync, handleSync);
