/** What every command is given beside its own arguments. */
import type { Logger } from "../shared/log.ts";
import type { Given } from "./settings.ts";
import type { Terminal } from "./terminal.ts";

export interface Context {
  readonly settings: Given;
  readonly terminal: Terminal;
  readonly log: Logger;
  /** Aborted on Ctrl-C, with a TicketvaultError `interrupted`. */
  readonly signal: AbortSignal;
  /** Results as JSON. */
  readonly json: boolean;
}
