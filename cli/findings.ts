/** Prints what a verification found: errors first, then what could not be checked; warnings that are alike in one line. */
import { type Finding, isError, isUnchecked } from "../shared/findings.ts";
import { count } from "./text.ts";

/** That OCFL prefers SHA-512: so it is of every vault, by choice (docs/archive-format.md), and `--json` has it. */
const BY_CHOICE = "W004";

/** A line of path, code, severity and message for each. Findings come safe for a terminal from the checks. */
export function findingLines(findings: readonly Finding[]): string[] {
  const errors = findings.filter(isError).map(lineOf);
  const unchecked = findings.filter(isUnchecked).map(lineOf);
  return [...errors, ...unchecked, ...warningLines(findings.filter(({ code }) => code !== BY_CHOICE))];
}

function lineOf({ path, code, severity, message }: Finding): string {
  return `${path}  ${code}  ${severity}  ${message}`;
}

/** The same warning of many objects is one line. */
function warningLines(findings: readonly Finding[]): string[] {
  const alike = Map.groupBy(
    findings.filter(({ severity }) => severity === "warning"),
    ({ code, message }) => `${code} ${message}`,
  );
  return [...alike.values()].map(([first, ...others]) => {
    if (first === undefined || others.length === 0) return first === undefined ? "" : lineOf(first);
    return lineOf({ ...first, path: `${first.path} and ${count(others.length)} more` });
  });
}
