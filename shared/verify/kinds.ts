/** Says in one word what a finding means, whichever check found it. */
import { type Finding, printable } from "../ocfl/validator/validator.ts";

const KINDS = [
  "missing",
  "altered",
  "extra",
  "unsealed",
  "unfinished",
  "rolled-back",
  "gap",
  "broken-chain",
  "bad-signature",
  "unknown-key",
  "misplaced",
  "invalid",
] as const;

/** `invalid`: against OCFL in another way, or a warning. */
type Kind = (typeof KINDS)[number];

export interface VerifyFinding extends Finding {
  readonly kind: Kind;
}

/** OCFL's codes, where the code alone tells; E092 and E093 stand for two things. */
const BY_CODE: Readonly<Record<string, Kind>> = {
  E001: "extra",
  E003: "missing",
  E007: "altered",
  E010: "missing",
  E015: "extra",
  E016: "missing",
  E046: "missing",
  E058: "missing",
  E060: "altered",
  E061: "altered",
  E063: "missing",
  E064: "altered",
  E069: "missing",
  E072: "extra",
  E080: "altered",
  E090: "extra",
};

/** Takes a finding of the validator, or one whose code is a kind. */
export function withKind(finding: Finding): VerifyFinding {
  return { ...finding, kind: kindOf(finding) };
}

export function misplaced(path: string, message: string): VerifyFinding {
  return { code: "misplaced", severity: "error", path: printable(path), message, kind: "misplaced" };
}

export function unfinished(path: string, message: string, severity: Finding["severity"]): VerifyFinding {
  return { code: "unfinished", severity, path, message, kind: "unfinished" };
}

export function isError({ severity }: Finding): boolean {
  return severity === "error";
}

function kindOf({ code, message }: Finding): Kind {
  const word = KINDS.find((kind) => kind === code);
  if (word !== undefined) return word;
  const isMissing = /missing$|went away/.test(message);
  if (code === "E092" || code === "E093") return isMissing ? "missing" : "altered";
  if (code === "E023") return isMissing ? "missing" : "extra";
  return BY_CODE[code] ?? "invalid";
}
