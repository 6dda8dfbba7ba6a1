/** What Lambda calls each five minutes, and what the state machine of the catalogue calls. */
import { bind } from "../common/bind.ts";
import { handleCatalogue } from "./handler.ts";
import { wireCatalogue } from "./wiring.ts";

export const handler = bind(wireCatalogue, handleCatalogue);
