/** What the checks of a ledger find, in the form of the OCFL validator's findings but with codes in words. */
import { type Finding, printable } from "../findings.ts";

/**
 * `missing`, `altered`, `extra`: a file that should be there is not, is not what it was, or should not be there.
 * `gap`: entries are missing, or none came when one was due. `broken-chain`: an entry does not follow the one before.
 * `bad-signature`: a signature is not of these bytes. `unknown-key`: signed by a key that nobody trusted introduced.
 * `unsealed`: a version that no valid entry names. `rolled-back`: an object that no longer shows a sealed version.
 */
export type LedgerCode =
  | "missing"
  | "altered"
  | "extra"
  | "gap"
  | "broken-chain"
  | "bad-signature"
  | "unknown-key"
  | "unsealed"
  | "rolled-back";

export interface LedgerFinding extends Finding {
  readonly code: LedgerCode;
}

export function ledgerFinding(
  code: LedgerCode,
  path: string,
  message: string,
  severity: Finding["severity"] = "error",
): LedgerFinding {
  return { code, severity, path: printable(path, 4096), message: printable(message, 400) };
}
