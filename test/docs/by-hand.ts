/** Types the blocks of a page into a shell, as a reader does, and makes the kinds of vaults that there are. */
import { spawnSync } from "node:child_process";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { acceptanceBytes } from "../../shared/archive/acceptance.ts";
import { sha256Hex } from "../../shared/digest.ts";
import { holdRegister } from "../../shared/holds/hold-register.ts";
import { silentLogger } from "../../shared/log.ts";
import { Ledger } from "../../shared/seal/ledger.ts";
import { localSigner } from "../../shared/seal/local-signer.ts";
import { sealVault } from "../../shared/seal/seal-vault.ts";
import { directoryStore } from "../../shared/store/directory.ts";
import type { ObjectStore } from "../../shared/store/object-store.ts";
import { archiveGenerated, ORG } from "../export/generated-vault.ts";
import type { Files } from "../ocfl/fixtures.ts";
import { filesOf, tempFolder } from "../temp.ts";
import { blocksIn } from "./blocks.ts";

const PAGE = join(import.meta.dirname, "../../docs/archive-format.md");

/** The sh blocks of a page, one after the other, with the key put in where the page asks for it. */
export function blocksOf(markdown: string, key: string): string[] {
  return blocksIn(markdown)
    .filter(({ language }) => language === "sh")
    .map(({ text }) => text.replace("trusted=FINGERPRINT", `trusted=${key}`));
}

/** What the commands of the format page print in the top folder of a vault, line by line. */
export async function typeFormatPage(shell: string, folder: string, key: string): Promise<string[]> {
  return typed(shell, blocksOf(await readFile(PAGE, "utf8"), key).join(""), folder);
}

/** The lines that commands print. */
export function typed(shell: string, commands: string, folder: string): string[] {
  const { stdout, stderr, error } = spawnSync(shell, ["-c", commands], { cwd: folder, encoding: "utf8" });
  if (error !== undefined) throw error;
  return `${stdout}${stderr}`.split("\n").filter((line) => line !== "");
}

export interface KindOfVault {
  readonly files: Files;
  /** The fingerprint of the ledger's first key. */
  readonly key: string;
}

/** F22: what a vault may be like. */
export const VAULTS: Readonly<Record<string, () => Promise<KindOfVault>>> = {
  "a ledger of one entry": () => small(["seal"]),
  "a heartbeat second": () => small(["seal", "heartbeat"]),
  "a heartbeat first, and two entries of versions": () => small(["heartbeat", "seal", "seal"]),
  "legal holds, accepted gaps and two keys": () => small(["seal", "key", "records", "seal"]),
};

type Step = "seal" | "heartbeat" | "key" | "records";

async function small(steps: readonly Step[]): Promise<KindOfVault> {
  await using folder = await tempFolder();
  const store = directoryStore(join(folder.path, "vault"));
  const now = () => new Date("2026-03-04T05:06:07.890Z");
  const signerOf = (file: string) => localSigner(join(folder.path, file));
  const ledgerOf = (file: string) =>
    new Ledger({ orgId: ORG, store, signer: signerOf(file), log: silentLogger, now, tool: "tests" });
  let ledger = ledgerOf("first.pem");
  const { signal } = new AbortController();
  let round = 0;
  const take: Readonly<Record<Step, () => Promise<unknown>>> = {
    heartbeat: () => ledger.heartbeat(),
    key: async () => {
      await ledger.introduceKey(await signerOf("second.pem").publicKey());
      ledger = ledgerOf("second.pem");
    },
    records: () => addRecords(store, now),
    seal: async () => {
      round += 1;
      const note = `Round ${round}.`;
      await archiveGenerated(store, { ticketId: 1, attachments: [1_000], note });
      await archiveGenerated(store, { ticketId: 2, attachments: [], note });
      await sealVault({ orgId: ORG, store, ledger, now, signal });
    },
  };
  for (const step of steps) await take[step]();
  const files: Files = new Map();
  for (const [path, bytes] of await filesOf(join(folder.path, "vault")))
    if (!path.startsWith(".staging/")) files.set(path, bytes);
  return { files, key: (await signerOf("first.pem").publicKey()).id };
}

/** What is accepted of a ticket, and a matter. */
async function addRecords(store: ObjectStore, now: () => Date): Promise<void> {
  const inventory = await store.read("archive/22824/1/v1/inventory.json");
  const acceptance = acceptanceBytes({
    ...{ orgId: ORG, ticketId: 1, version: "v1", caller: null },
    inventorySha256: sha256Hex(inventory?.bytes ?? ""),
    problems: [{ code: "attachment-failed", detail: "gone", conversation: "135", attachment: 1 }],
    ...{ reason: "no copy", requestedBy: "J. Doe", at: now().toISOString() },
  });
  await store.create("acceptances/22824/1/v1.json", acceptance);
  const register = holdRegister({ store, orgId: ORG, now, changedFiles: undefined });
  await register.place("acme-v-us", [1], { by: "J. Doe", reason: "24-cv-17" });
  await register.place("acme-v-us", [2], { by: "J. Doe", reason: "24-cv-17" });
  await register.release("acme-v-us", { by: "J. Doe", reason: "settled" });
}
