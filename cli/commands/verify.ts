/** `ticketvault verify`: checks archives, ledgers and exports, and OCFL objects and storage roots of others. */
import { setTimeout as sleep } from "node:timers/promises";
import { UsageError } from "../../shared/errors.ts";
import { exportKind } from "../../shared/verify/export/verify-export.ts";
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
import { EXIT, type ExitCode } from "../exit-codes.ts";
import { readKeyFile } from "../key-file.ts";
import { orgSetting } from "../org-setting.ts";
import { startProgress } from "../progress.ts";
import { type Given, given, typed } from "../settings.ts";
import { exitCodeOf, saidOf, showVerification } from "../show-verification.ts";
import { storeSettings, witnessSetting } from "../store-settings.ts";
import { size } from "../text.ts";
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
    showVerification(terminal, result, { place: at, quick, keys, areAuthoritiesGiven });
  }
  return exitCode;
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
