/** `ticketvault verify`: checks OCFL objects and storage roots, ours and others', by the specification's codes. */
import type { Finding } from "../../shared/ocfl/validate.ts";
import { parseTicketId } from "../../shared/ticket/ids.ts";
import { orgSetting } from "../account-settings.ts";
import { together } from "../checks.ts";
import type { Context } from "../context.ts";
import { EXIT, type ExitCode } from "../exit-codes.ts";
import { startProgress } from "../progress.ts";
import { storeSettings } from "../store-settings.ts";
import type { Terminal } from "../terminal.ts";
import { count, counted, size } from "../text.ts";
import { countObjects, type Verification, verify } from "../verification.ts";
import { folderTargets, storeTargets, type Targets, ticketTarget } from "../verify-targets.ts";
import { openStore } from "../wiring.ts";

export interface VerifyOptions {
  readonly quick?: boolean;
}

export async function verifyCommand(
  context: Context,
  place: string | undefined,
  { quick = false }: VerifyOptions,
): Promise<ExitCode> {
  const { terminal, signal } = context;
  const targets = await targetsOf(context, place);
  const progress = startProgress("objects", await countObjects(targets));
  const mode = quick ? "quick" : "full";
  const onObject = (objects: number, bytes: number): void =>
    progress.update(objects, quick ? "" : `${size(bytes)} read`);
  const result = await verify(targets, { mode, signal, onObject }).finally(() => progress.stop());

  const valid = result.errors === 0;
  if (context.json) terminal.json({ place: targets.place, mode, valid, ...result });
  else showResult(terminal, result, { place: targets.place, quick });
  return valid ? EXIT.complete : EXIT.incomplete;
}

async function targetsOf({ settings }: Context, place: string | undefined): Promise<Targets> {
  if (place === undefined) return storeTargets(await openStore(await storeSettings(settings)));
  if (!/^#?\d+$/.test(place)) return folderTargets(place);
  const [store, orgId, ticketId] = await together([
    storeSettings(settings),
    orgSetting(settings),
    readTicketId(place),
  ]);
  return ticketTarget(await openStore(store), orgId, ticketId);
}

async function readTicketId(text: string): Promise<number> {
  return parseTicketId(text);
}

function showResult(
  terminal: Terminal,
  result: Verification,
  { place, quick }: { place: string; quick: boolean },
): void {
  const lines = result.findings.filter(({ severity }) => severity === "error").map(lineOf);
  for (const line of [...lines, ...warningLines(result.findings)]) terminal.print(line);
  const { objects, files, bytes, errors } = result;
  const what = `${counted(objects, "object")}, ${counted(files, "file")}${quick ? "" : `, ${size(bytes)} read`}`;
  const verdict =
    errors === 0
      ? terminal.paint("green", "valid")
      : terminal.paint(
          "red",
          `${counted(errors, "error")} in ${count(objects - result.validObjects)} of ${counted(objects, "object")}`,
        );
  terminal.print(`${place}: ${what}: ${verdict}${quick ? " (quick: what the files hold was not read)" : ""}`);
}

/** Findings come safe for a terminal from the validator. */
function lineOf({ path, code, severity, message }: Finding): string {
  return `${path}  ${code}  ${severity}  ${message}`;
}

/** The same warning of many objects (as that SHA-512 is preferred, which is accepted) is one line. */
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
