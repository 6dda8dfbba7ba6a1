/** What Lambda calls for the request queue. */
import { handleArchive } from "./archive/handler.ts";
import { bind } from "./bind.ts";
import { wireArchive } from "./wiring-archive.ts";

export const handler = bind(wireArchive, handleArchive);
