/** Tells the archive flow which tickets are under a matter, so that it writes their versions under legal hold. */
import type { HoldRegister } from "./hold-register.ts";

/** How long the records may be rested on, in ms: far less than the time after which a hold is applied once more. */
const KEPT_MS = 60_000;

export interface HeldTicketsOptions {
  readonly register: Pick<HoldRegister, "heldTickets">;
  /** In ms, of a clock that does not stop while Lambda is frozen. */
  readonly now: () => number;
}

/** For `archiveTicket`'s `isHeld`. Reads the records at most once a minute. */
export function heldTickets({ register, now }: HeldTicketsOptions): (ticketId: number) => Promise<boolean> {
  let known: { readonly at: number; readonly held: ReadonlyMap<number, unknown> } | undefined;
  return async (ticketId) => {
    const at = now();
    if (known === undefined || at - known.at > KEPT_MS) known = { at, held: await register.heldTickets() };
    return known.held.has(ticketId);
  };
}
