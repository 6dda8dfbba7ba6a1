/** What Lambda calls for the HTTP API. */
import { handleApi } from "./api/handler.ts";
import { bind } from "./bind.ts";
import { wireApi } from "./wiring-api.ts";

export const handler = bind(wireApi, handleApi);
