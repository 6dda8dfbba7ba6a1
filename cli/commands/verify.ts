/** `ticketvault verify`: checks archives, ledgers and exports, and OCFL objects and storage roots of others. */
import { setTimeout as sleep } from "node:timers/promises";
import { UsageError } from "../../shared/errors.ts";
import { isUnchecked } from "../../shared/findings.ts";
import { exportKind } from "../../shared/verify/export/verify-export.ts";
import type { Verification } from "../../shared/verify/tally.ts";
import {
  countWork,
  folderTargets,
  storeTargets,
  type Targets,
  ticketTarget,
  vaultFolderTargets,
} from "../../shared/verify/targets.ts";
import { verify } from "../../shared/verify/verification.ts";
import { readCertificates } from "../authorities.ts";
import { together } from "../checks.ts";
import type { Context } from "../context.ts";
import { type ErrorReport, reportOf } from "../error-report.ts";
import { EXIT, type ExitCode } from "../exit-codes.ts";
import { findingLines } from "../findings.ts";
import { readKeyFile } from "../key-file.ts";
import { orgSetting } from "../org-setting.ts";
import { startProgress } from "../progress.ts";
import { type Given, given, typed } from "../settings.ts";
import { storeSettings, witnessSetting } from "../store-settings.ts";
import type { Terminal } from "../terminal.ts";
import { count, counted, safeLine, size, utc } from "../text.ts";
import { ticketArgument } from "../ticket-arguments.ts";
import { openStore } from "../wiring.ts";
import { verifyExportCommand } from "./verify-export.ts";

/** Between two looks at what seems to be wrong (ms): somebody may be archiving it. */
const LOOK_AGAIN_MS = 300;

export interface VerifyOptions {
  readonly quick?: boolean;
  /** Files with public keys. */
  readonly publicKey?: readonly string[];
  /** SHA-256 of a ledger entry. */
  readonly head?: string;
  /** Makes what was made for an export again, however large it is. */
  readonly rebuild?: boolean;
  /** Files with certificates of time-stamping authorities. */
  readonly tsaCa?: readonly string[];
}

export async function verifyCommand(
  context: Context,
  place: string | undefined,
  options: VerifyOptions,
): Promise<ExitCode> {
  const { terminal, signal } = context;
  const { quick = false } = options;
  const [pinned, head, authorities, witnessPlace] = await together([
    together((options.publicKey ?? []).map((path) => readKeyFile(path, "--public-key"))),
    readHead(options.head),
    together((options.tsaCa ?? []).map(readCertificates)),
    witnessSetting(context.settings),
  ]);
  const mayBeExport = place !== undefined && !isTicket(place) && !wantsVault(context);
  if (mayBeExport && (await exportKind(place)) !== undefined) {
    return verifyExportCommand(context, place, options, pinned);
  }
  if (options.rebuild) throw new UsageError("--rebuild is for exports: give a part or the folder of one.");
  const targets = await targetsOf(context, place);
  const progress = startProgress("objects and ledger entries", await countWork(targets));
  const mode = quick ? "quick" : "full";
  const onProgress = (done: number, bytes: number): void =>
    progress.update(done, quick ? "" : `${size(bytes)} read`);
  const now = new Date();
  const wait = (): Promise<void> => sleep(LOOK_AGAIN_MS);
  const opened = witnessPlace && (await openStore(witnessPlace));
  const witness = opened && { tree: opened.tree, location: opened.store.location };
  const verification = await verify(targets, {
    mode,
    now,
    pinned,
    head,
    authorities: authorities.flat(),
    witness,
    signal,
    onProgress,
    wait,
  }).finally(() => progress.stop());
  const unchecked = verification.unchecked.map(({ path, cause }) => ({ path, ...saidOf(cause) }));
  const result = { ...verification, unchecked };

  const exitCode = exitCodeOf(result);
  const keys = pinned.length > 0 ? "given" : "published";
  const { place: at } = targets;
  if (context.json) terminal.json({ place: at, mode, keys, valid: exitCode === EXIT.complete, ...result });
  else {
    const areAuthoritiesGiven = authorities.length > 0;
    showResult(terminal, result, { place: at, quick, keys, areAuthoritiesGiven });
  }
  return exitCode;
}

/** The result as it is shown. */
interface Result extends Omit<Verification, "unchecked"> {
  readonly unchecked: readonly (Omit<ErrorReport, "exitCode"> & { readonly path: string })[];
}

function saidOf(cause: unknown): Omit<ErrorReport, "exitCode"> {
  const { code, message } = reportOf(cause);
  return { code, message };
}

/** What was found weighs more than what could not be looked at. */
function exitCodeOf(result: Result): ExitCode {
  if (result.errors > 0) return EXIT.incomplete;
  return uncheckedIn(result) > 0 ? EXIT.failed : EXIT.complete;
}

/** What could not be read, and what a newer program wrote. */
function uncheckedIn({ unchecked, findings }: Result): number {
  return unchecked.length + findings.filter(isUnchecked).length;
}

/** Who names an account on the command line means a vault; the environment names one whatever the command is about. */
function wantsVault({ settings }: Context): boolean {
  return settings.flags.org !== undefined;
}

async function targetsOf(context: Context, place: string | undefined): Promise<Targets> {
  const { settings } = context;
  if (place === undefined) {
    const [store, orgId] = await together([storeSettings(settings), namedOrg(settings, place)]);
    return storeTargets(await openStore(store), orgId);
  }
  if (!isTicket(place)) {
    return wantsVault(context)
      ? vaultFolderTargets(place, await orgSetting(settings))
      : folderTargets(place, await namedOrg(settings, place));
  }
  const [store, orgId, ticketId] = await together([
    storeSettings(settings),
    orgSetting(settings),
    ticketArgument(place),
  ]);
  return ticketTarget(await openStore(store), orgId, ticketId);
}

/** An account that was named is looked for, whatever is left of it; the file's is in no place but the file's store. */
async function namedOrg(settings: Given, place: string | undefined): Promise<number | undefined> {
  const isElsewhere = place !== undefined || typed(settings, "store") !== undefined;
  return (isElsewhere ? typed : given)(settings, "org") && orgSetting(settings);
}

function isTicket(place: string): boolean {
  return /^#?\d+$/.test(place);
}

async function readHead(text: string | undefined): Promise<string | undefined> {
  if (text === undefined || /^[0-9a-f]{64}$/.test(text)) return text;
  throw new UsageError(
    "--head: give the SHA-256 of a ledger entry, 64 hex digits, as seal and verify print it.",
  );
}

function showResult(
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
    const sealing = `ledger of ${orgId}: ${count(entries)} entries seal ${counted(versions, "version")}${last}`;
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
