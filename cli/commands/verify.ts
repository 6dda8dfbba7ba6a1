/** `ticketvault verify`: checks archives, ledgers and exports, and OCFL objects and storage roots of others. */
import { readFile } from "node:fs/promises";
import { UsageError } from "../../shared/errors.ts";
import { exportKind } from "../../shared/export/verify-export.ts";
import { type PublicKey, readPublicKey } from "../../shared/ledger/public-key.ts";
import { parseTicketId } from "../../shared/ticket/ids.ts";
import { folderTargets, storeTargets, type Targets, ticketTarget } from "../../shared/verify/targets.ts";
import { countWork, type Verification, verify } from "../../shared/verify/verification.ts";
import { orgSetting } from "../account-settings.ts";
import { together } from "../checks.ts";
import type { Context } from "../context.ts";
import { EXIT, type ExitCode } from "../exit-codes.ts";
import { findingLines } from "../findings.ts";
import { startProgress } from "../progress.ts";
import { storeSettings } from "../store-settings.ts";
import type { Terminal } from "../terminal.ts";
import { count, counted, size, utc } from "../text.ts";
import { openStore } from "../wiring.ts";
import { verifyExportCommand } from "./verify-export.ts";

export interface VerifyOptions {
  readonly quick?: boolean;
  /** Files with public keys. */
  readonly publicKey?: readonly string[];
  /** SHA-256 of a ledger entry. */
  readonly head?: string;
}

export async function verifyCommand(
  context: Context,
  place: string | undefined,
  options: VerifyOptions,
): Promise<ExitCode> {
  const { terminal, signal } = context;
  const { quick = false } = options;
  const [pinned, head] = await together([
    together((options.publicKey ?? []).map((path) => readKeyFile(path, "--public-key"))),
    readHead(options.head),
  ]);
  if (place !== undefined && !isTicket(place) && (await exportKind(place)) !== undefined) {
    return verifyExportCommand(context, place, options, pinned);
  }
  const targets = await targetsOf(context, place);
  const progress = startProgress("objects and ledger entries", await countWork(targets));
  const mode = quick ? "quick" : "full";
  const onProgress = (done: number, bytes: number): void =>
    progress.update(done, quick ? "" : `${size(bytes)} read`);
  const now = new Date();
  const result = await verify(targets, { mode, now, pinned, head, signal, onProgress }).finally(() =>
    progress.stop(),
  );

  const valid = result.errors === 0;
  const keys = pinned.length > 0 ? "given" : "published";
  if (context.json) terminal.json({ place: targets.place, mode, keys, valid, ...result });
  else showResult(terminal, result, { place: targets.place, quick, keys });
  return valid ? EXIT.complete : EXIT.incomplete;
}

async function targetsOf({ settings }: Context, place: string | undefined): Promise<Targets> {
  if (place === undefined) return storeTargets(await openStore(await storeSettings(settings)));
  if (!isTicket(place)) return folderTargets(place);
  const [store, orgId, ticketId] = await together([
    storeSettings(settings),
    orgSetting(settings),
    readTicketId(place),
  ]);
  return ticketTarget(await openStore(store), orgId, ticketId);
}

function isTicket(place: string): boolean {
  return /^#?\d+$/.test(place);
}

async function readTicketId(text: string): Promise<number> {
  return parseTicketId(text);
}

/** @throws UsageError */
export async function readKeyFile(path: string, flag: string): Promise<PublicKey> {
  try {
    return readPublicKey(await readFile(path, "utf8"), path);
  } catch (cause) {
    const message = `${flag} ${path}: give a file with the public key (PEM) of a ledger.`;
    throw new UsageError(message, { cause });
  }
}

async function readHead(text: string | undefined): Promise<string | undefined> {
  if (text === undefined || /^[0-9a-f]{64}$/.test(text)) return text;
  throw new UsageError(
    "--head: give the SHA-256 of a ledger entry, 64 hex digits, as seal and verify print it.",
  );
}

function showResult(
  terminal: Terminal,
  result: Verification,
  { place, quick, keys }: { place: string; quick: boolean; keys: "given" | "published" },
): void {
  for (const line of findingLines(result.findings)) terminal.print(line);
  for (const line of ledgerLines(result, keys)) terminal.print(line);
  const { objects, files, bytes, errors } = result;
  const what = `${counted(objects, "object")}, ${counted(files, "file")}${quick ? "" : `, ${size(bytes)} read`}`;
  const verdict = errors === 0 ? terminal.paint("green", "valid") : terminal.paint("red", errorsOf(result));
  terminal.print(`${place}: ${what}: ${verdict}${quick ? " (quick: what the files hold was not read)" : ""}`);
}

function errorsOf({ errors, objects, validObjects }: Verification): string {
  const broken = objects - validObjects;
  const where = broken === 0 ? "" : ` in ${count(broken)} of ${counted(objects, "object")}`;
  return `${counted(errors, "error")}${where}`;
}

function ledgerLines({ ledgers, withoutLedger }: Verification, keys: "given" | "published"): string[] {
  const lines = ledgers.map(({ orgId, entries, versions, head }) => {
    const last = head === null ? "" : `; entry ${head.sequence}, ${utc(head.time)} UTC, is ${head.sha256}`;
    return `ledger of ${orgId}: ${count(entries)} entries seal ${counted(versions, "version")}${last}`;
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
