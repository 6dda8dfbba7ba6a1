/** What the state machine of exports calls. */
import { bind } from "../common/bind.ts";
import { handleExport } from "./handler.ts";
import { wireExport } from "./wiring.ts";

export const handler = bind(wireExport, handleExport);
