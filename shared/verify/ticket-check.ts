/** What one look at a ticket's object gives. */
import type { Finding } from "../findings.ts";
import type { ObjectResult } from "../ocfl/validator/validator.ts";

export interface TicketCheck {
  /** Undefined for a ticket that only the ledger knows. */
  readonly result: ObjectResult | undefined;
  readonly findings: readonly Finding[];
}
