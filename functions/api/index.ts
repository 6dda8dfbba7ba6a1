/** What Lambda calls for the HTTP API. */

import { bind } from "../common/bind.ts";
import { handleApi } from "./handler.ts";
import { wireApi } from "./wiring.ts";

export const handler = bind(wireApi, handleApi);
