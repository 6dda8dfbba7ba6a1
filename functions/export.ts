/** What the state machine of exports calls. */
import { bind } from "./bind.ts";
import { handleExport } from "./export/handler.ts";
import { wireExport } from "./wiring-export.ts";

export const handler = bind(wireExport, handleExport);
