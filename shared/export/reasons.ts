/** Why the ledger's word keeps a ticket out of an export: reasons in the plan, and findings when the export is verified. */

/** The ledger seals the ticket, and the archive does not have it. */
export const MISSING = "sealed-but-missing";

/** The ledger seals another inventory of the version. */
export const NOT_AS_SEALED = "not-as-sealed";
