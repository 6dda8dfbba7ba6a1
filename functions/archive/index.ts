/** What Lambda calls for the request queue. */

import { bind } from "../common/bind.ts";
import { handleArchive } from "./handler.ts";
import { wireArchive } from "./wiring.ts";

export const handler = bind(wireArchive, handleArchive);
