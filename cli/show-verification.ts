/** Shows what `verify` found: lines for people, and the exit code that it comes to. */
import { isUnchecked } from "../shared/findings.ts";
import type { Verification } from "../shared/verify/tally.ts";
import { type ErrorReport, reportOf } from "./error-report.ts";
import { EXIT, type ExitCode } from "./exit-codes.ts";
import { findingLines } from "./findings.ts";
import type { Terminal } from "./terminal.ts";
import { count, counted, safeLine, size, utc } from "./text.ts";

/** The result as it is shown. */
export interface Result extends Omit<Verification, "unchecked"> {
  readonly unchecked: readonly (Omit<ErrorReport, "exitCode"> & { readonly path: string })[];
}

export function saidOf(cause: unknown): Omit<ErrorReport, "exitCode"> {
  const { code, message } = reportOf(cause);
  return { code, message };
}

/** What was found weighs more than what could not be looked at. */
export function exitCodeOf(result: Result): ExitCode {
  if (result.errors > 0) return EXIT.incomplete;
  return uncheckedIn(result) > 0 ? EXIT.failed : EXIT.complete;
}

/** What could not be read, and what a newer program wrote. */
function uncheckedIn({ unchecked, findings }: Result): number {
  return unchecked.length + findings.filter(isUnchecked).length;
}

/** Prints findings, what could not be checked, ledgers, and the verdict. */
export function showVerification(
  terminal: Terminal,
  result: Result,
  {
    place,
    quick,
    ...asked
  }: { place: string; quick: boolean; keys: "given" | "published"; areAuthoritiesGiven: boolean },
): void {
  for (const line of findingLines(result.findings)) terminal.print(line);
  for (const { path, code, message } of result.unchecked) {
    terminal.print(`${path}  ${code}  not checked  ${safeLine(message)}`);
  }
  for (const line of ledgerLines(result, asked)) terminal.print(line);
  const { objects, files, bytes } = result;
  const what = `${counted(objects, "object")}, ${counted(files, "file")}${quick ? "" : `, ${size(bytes)} read`}`;
  const verdict =
    exitCodeOf(result) === EXIT.complete
      ? terminal.paint("green", "valid")
      : terminal.paint("red", wrongOf(result));
  terminal.print(`${place}: ${what}: ${verdict}${quick ? " (quick: what the files hold was not read)" : ""}`);
}

function wrongOf(result: Result): string {
  const { errors, objects, validObjects } = result;
  const broken = objects - validObjects;
  const where = broken === 0 ? "" : ` in ${count(broken)} of ${counted(objects, "object")}`;
  const unchecked = uncheckedIn(result);
  const left = unchecked === 0 ? "" : `; ${count(unchecked)} could not be checked`;
  return `${errors === 0 ? "no error found" : `${counted(errors, "error")}${where}`}${left}`;
}

function stampLine(
  { count: stamps, newest }: NonNullable<Result["ledgers"][number]["timeStamps"]>,
  areAuthoritiesGiven: boolean,
): string {
  const told =
    newest === undefined
      ? "none of them sound"
      : `the last says that entry ${newest.sequence} was there at ${utc(newest.time.toISOString())} UTC`;
  const unsure = areAuthoritiesGiven ? "" : ". Who signed was not checked: give --tsa-ca";
  return `${counted(stamps, "time stamp")}: ${told}${unsure}`;
}

function ledgerLines(
  { ledgers, withoutLedger }: Result,
  { keys, areAuthoritiesGiven }: { keys: "given" | "published"; areAuthoritiesGiven: boolean },
): string[] {
  const lines = ledgers.flatMap(({ orgId, entries, versions, head, timeStamps }) => {
    const last = head === null ? "" : `; entry ${head.sequence}, ${utc(head.time)} UTC, is ${head.sha256}`;
    const seal = entries === 1 ? "1 entry seals" : `${count(entries)} entries seal`;
    const sealing = `ledger of ${orgId}: ${seal} ${counted(versions, "version")}${last}`;
    return timeStamps === undefined ? [sealing] : [sealing, stampLine(timeStamps, areAuthoritiesGiven)];
  });
  if (lines.length > 0 && keys === "published") {
    lines.push(
      "Signatures were checked with the keys beside the ledger: that proves only that the two agree. Give --public-key.",
    );
  }
  const without = withoutLedger.map(
    (orgId) =>
      `${orgId} has no ledger: nothing but its own digests vouches for it (ticketvault seal starts one)`,
  );
  return [...lines, ...without];
}
