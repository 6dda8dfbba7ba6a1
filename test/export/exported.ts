/** A small sealed archive, exports of it, and the public tools that check them. */
import { execFile } from "node:child_process";
import { readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { ticketPlace } from "../../shared/archive/place.ts";
import { sha256Hex } from "../../shared/digest.ts";
import type { ExportDependencies } from "../../shared/export/plan-export.ts";
import { type ExportRequest, parseExportRequest } from "../../shared/export/request.ts";
import { versionKey } from "../../shared/keys.ts";
import type { PublicKey } from "../../shared/ledger/public-key.ts";
import { silentLogger } from "../../shared/log.ts";
import { Ledger } from "../../shared/seal/ledger.ts";
import { localSigner } from "../../shared/seal/local-signer.ts";
import { writeCheckpoints } from "../../shared/seal/write-checkpoint.ts";
import { directoryStore } from "../../shared/store/directory.ts";
import { folderOutput } from "../../shared/store/folder-output.ts";
import type { ObjectStore } from "../../shared/store/object-store.ts";
import { type TempFolder, tempFolder } from "../temp.ts";
import { archiveGenerated, ORG } from "./generated-vault.ts";

const WHEN = "2026-03-04T05:06:07.890Z";

export interface Vault extends AsyncDisposable {
  readonly folder: TempFolder;
  readonly store: ObjectStore;
  /** Of the first entry, and of the last one. */
  readonly keys: readonly [first: PublicKey, last: PublicKey];
  /** Seals a version, and writes a checkpoint of it. */
  sealNext(ticketId: number, version: number): Promise<void>;
  /** What an export into a folder beside the archive takes. */
  into(name: string): ExportDependencies & { readonly path: string };
}

/**
 * Tickets 1 to 3, the first with two versions; all of them sealed but the last.
 * @param rotated with a new key after the first version, introduced by the first key in entry 2
 * @param checkpoint with a checkpoint that covers what is sealed
 */
export async function sealedVault({ rotated = false, checkpoint = false } = {}): Promise<Vault> {
  const folder = await tempFolder();
  const store = directoryStore(join(folder.path, "vault"));
  await archiveGenerated(store, { ticketId: 1, attachments: [1_000, 200_000] });
  await archiveGenerated(store, { ticketId: 1, attachments: [1_000, 200_000, 10], note: "More." });
  await archiveGenerated(store, { ticketId: 2, attachments: [70_000] });
  const log = silentLogger;
  const ledgerWith = async (file: string) => {
    const signer = localSigner(join(folder.path, file));
    const ledger = new Ledger({ orgId: ORG, store, signer, log, now: () => new Date(WHEN), tool: "tests" });
    const { signal } = new AbortController();
    const writeCheckpoint = () =>
      writeCheckpoints({ orgId: ORG, store, ledger, signer, log, now: () => new Date(WHEN) }, signal);
    return { ledger, key: await signer.publicKey(), writeCheckpoint };
  };
  const first = await ledgerWith("key.pem");
  const last = rotated ? await ledgerWith("new-key.pem") : first;
  await first.ledger.seal("versions", [await versionOf(store, 1, 1)]);
  if (rotated) await first.ledger.introduceKey(last.key);
  await last.ledger.seal("versions", [await versionOf(store, 1, 2), await versionOf(store, 2, 1)]);
  if (checkpoint) await last.writeCheckpoint();
  await archiveGenerated(store, { ticketId: 3, attachments: [] });
  return {
    folder,
    store,
    keys: [first.key, last.key],
    async sealNext(ticketId, version) {
      await last.ledger.seal("versions", [await versionOf(store, ticketId, version)]);
      await last.writeCheckpoint();
    },
    into: (name) => ({
      archive: store,
      output: folderOutput(join(folder.path, name)),
      path: join(folder.path, name),
      log,
      now: () => new Date(WHEN),
      tool: "ticketvault 1.2.3",
    }),
    [Symbol.asyncDispose]: () => folder[Symbol.asyncDispose](),
  };
}

async function versionOf(store: ObjectStore, ticketId: number, version: number) {
  const key = versionKey({ orgId: ORG, ticketId, version });
  const { object } = ticketPlace(store, ORG, ticketId);
  const file = await store.read(`${object}/v${version}/inventory.json`);
  return { key, sha256: sha256Hex(file?.bytes ?? "") };
}

/** @param more with `partSize` for smaller parts than may be asked for, which a few small tickets fill */
export function requestFor(
  tickets: readonly number[],
  { partSize, ...more }: { readonly partSize?: number; readonly [field: string]: unknown } = {},
): ExportRequest {
  const request = parseExportRequest({
    matter: "Smith v. Acme",
    requestedBy: "J. Doe",
    reason: "Discovery request 12",
    selection: { tickets },
    zone: "Europe/Berlin",
    ...more,
  });
  return partSize === undefined ? request : { ...request, partSize };
}

/** What a shell says of commands typed in a folder. */
export async function shell(cwd: string, commands: string): Promise<{ code: number; output: string }> {
  const run = promisify(execFile);
  try {
    const { stdout, stderr } = await run("bash", ["-o", "pipefail", "-c", commands], { cwd });
    return { code: 0, output: stdout + stderr };
  } catch (error) {
    if (!(error instanceof Error && "code" in error && "stdout" in error && "stderr" in error)) throw error;
    return { code: Number(error.code), output: `${error.stdout}${error.stderr}` };
  }
}

/** Commands that write the manifests of a bag anew, as whoever forges one does. */
export const REBAG = `find data -type f | LC_ALL=C sort | xargs -d '\\n' sha256sum > manifest-sha256.txt
  oxum=$(find data -type f -printf '%s\\n' | awk '{bytes += $1} END {print bytes "." NR}')
  sed -i "s/^Payload-Oxum:.*/Payload-Oxum: $oxum/" bag-info.txt
  sha256sum VERIFY.md bag-info.txt bagit.txt check.py manifest-sha256.txt > tagmanifest-sha256.txt`;

/** Flips one bit in the middle of a file. */
export async function flip(path: string): Promise<void> {
  const bytes = await readFile(path);
  const middle = Math.floor(bytes.byteLength / 2);
  bytes[middle] = (bytes[middle] ?? 0) ^ 1;
  await writeFile(path, bytes);
}

/** The zips of an export, by name, as `sha256sum` knows them. */
export async function zipsIn(folder: string): Promise<Map<string, string>> {
  const names = (await readdir(folder)).filter((name) => name.endsWith(".zip")).toSorted();
  const digests = new Map<string, string>();
  for (const name of names) digests.set(name, sha256Hex(await readFile(join(folder, name))));
  return digests;
}
