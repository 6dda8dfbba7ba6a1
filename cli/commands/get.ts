/** `ticketvault get`: copies files of a ticket out of the archive, each held against its digest on the way. */
import { createHash } from "node:crypto";
import { ticketPlace } from "../../shared/archive/place.ts";
import { type PublishedTicket, readPublished } from "../../shared/archive/read-published.ts";
import { IntegrityError, StoreError, UsageError } from "../../shared/errors.ts";
import { archivedBytes, shownFile } from "../../shared/export/read-archived.ts";
import { folderOutput } from "../../shared/store/folder-output.ts";
import { checkedKey } from "../../shared/store/key.ts";
import type { ObjectStore } from "../../shared/store/object-store.ts";
import type { Output } from "../../shared/store/output.ts";
import { together } from "../checks.ts";
import type { Context } from "../context.ts";
import { EXIT, type ExitCode } from "../exit-codes.ts";
import { orgSetting } from "../org-setting.ts";
import { isInStore, type StoreSettings, storeSettings } from "../store-settings.ts";
import { table } from "../table.ts";
import { counted, safeLine, size } from "../text.ts";
import { ticketArgument, versionArgument } from "../ticket-arguments.ts";
import { openStore } from "../wiring.ts";

export interface GetFlags {
  /** Folder to put the files into. */
  readonly out: string;
  readonly version?: string;
}

/** One file of the archive, and what became of it. */
interface Got {
  /** In the ticket, and below the folder. */
  readonly path: string;
  readonly sha256: string;
  readonly outcome: "copied" | "there already" | "refused";
  /** Bytes; of a copy only. */
  readonly size?: number;
  /** Why it was refused. */
  readonly reason?: string;
}

export async function getCommand(
  context: Context,
  ticket: string,
  paths: readonly string[],
  flags: GetFlags,
): Promise<ExitCode> {
  const { settings, terminal, json, signal } = context;
  const [storePlace, orgId, ticketId, wanted] = await together([
    storeSettings(settings),
    orgSetting(settings),
    ticketArgument(ticket),
    versionArgument(flags.version, "--version"),
  ]);
  refuseVault(flags.out, storePlace);
  const { store } = await openStore(storePlace);
  const place = ticketPlace(store, orgId, ticketId);
  const published = await readPublished(place, wanted);
  const output = folderOutput(flags.out);
  const source = { store, object: place.object, files: published.files };
  const got: Got[] = [];
  for (const path of chosen(published, paths)) got.push(await copy(source, path, output, signal));
  const { version } = published;
  if (json) terminal.json({ ticketId, version, out: flags.out, files: got });
  else show(context, got, `${counted(got.length, "file")} of #${ticketId} ${version} in ${flags.out}`);
  return got.some(({ outcome }) => outcome === "refused") ? EXIT.incomplete : EXIT.complete;
}

function refuseVault(out: string, place: StoreSettings): void {
  if (!isInStore(out, place)) return;
  throw new UsageError(`--out ${out} is in the vault, where nothing else may stand: give a folder outside.`);
}

/** The files named, or in the folders named; all where none are. @throws UsageError for a path that fits none */
function chosen({ files, version }: PublishedTicket, paths: readonly string[]): string[] {
  const all = Object.keys(files);
  const fits = (path: string, wanted: string) => path === wanted || path.startsWith(`${wanted}/`);
  const wanted = paths.map((path) => path.replace(/\/+$/, ""));
  const unknown = wanted.filter((each) => !all.some((path) => fits(path, each)));
  if (unknown.length > 0) {
    throw new UsageError(
      `${version} has no ${unknown.map((each) => JSON.stringify(each)).join(", ")}. It has ${all.map(safeLine).join(", ")}.`,
    );
  }
  return paths.length === 0 ? all : all.filter((path) => wanted.some((each) => fits(path, each)));
}

interface Source {
  readonly store: ObjectStore;
  /** The ticket's folder. */
  readonly object: string;
  readonly files: PublishedTicket["files"];
}

/** What is wrong with one file keeps no other from being copied; a disk or a store that fails ends the command. */
async function copy(
  { store, object, files }: Source,
  path: string,
  output: Output,
  signal: AbortSignal,
): Promise<Got> {
  const { path: content = "", sha256 = "" } = files[path] ?? {};
  try {
    const key = checkedKey(`${object}/${content}`);
    const before = await output.size(checkedKey(path));
    if (before !== undefined) {
      if (await output.holds(path, { sha256, size: before }))
        return { path, sha256, outcome: "there already" };
      return { path, sha256, outcome: "refused", reason: "another file stands there, and stays" };
    }
    const written = await output.write(
      path,
      sound(archivedBytes(store, key, signal), sha256, shownFile(store, key)),
    );
    return { path, sha256, outcome: "copied", size: written.size };
  } catch (error) {
    const isOfFile =
      error instanceof IntegrityError || (error instanceof StoreError && error.code === "invalid-key");
    if (!isOfFile) throw error;
    return { path, sha256, outcome: "refused", reason: error.message };
  }
}

/** The bytes, if they have this digest: else the copy is never finished. @throws IntegrityError at their end */
async function* sound(
  bytes: AsyncIterable<Uint8Array>,
  sha256: string,
  where: string,
): AsyncGenerator<Uint8Array> {
  const hash = createHash("sha256");
  for await (const chunk of bytes) {
    hash.update(chunk);
    yield chunk;
  }
  const found = hash.digest("hex");
  if (found === sha256) return;
  throw new IntegrityError(
    "digest-mismatch",
    `${where} has the SHA-256 ${found}, not ${sha256}: it was altered, and is not copied. Run \`ticketvault verify\`.`,
  );
}

function show({ terminal }: Context, got: readonly Got[], what: string): void {
  const rows = got.map(({ path, outcome, size: bytes }) => [
    outcome === "refused" ? terminal.paint("red", outcome) : outcome,
    bytes === undefined ? "" : size(bytes),
    safeLine(path),
  ]);
  terminal.print(table(terminal, ["result", "size", "file"], rows));
  for (const { path, reason } of got) {
    if (reason !== undefined)
      terminal.print(`${terminal.paint("red", "refused")} ${safeLine(path)}: ${safeLine(reason)}`);
  }
  terminal.note(what);
}
