/** `ticketvault seal`: writes every version and record that no ledger entry names yet into the signed ledger. */
import { homedir } from "node:os";
import { join } from "node:path";
import manifest from "../../package.json" with { type: "json" };
import { StoreError, UsageError } from "../../shared/errors.ts";
import { ARCHIVE_FOLDER, parseNumberedName, storageRootKey } from "../../shared/keys.ts";
import type { LedgerHead } from "../../shared/ledger/entry.ts";
import { lastName } from "../../shared/ocfl/tree.ts";
import { Ledger } from "../../shared/seal/ledger.ts";
import { localSigner } from "../../shared/seal/local-signer.ts";
import { type SealedVault, sealVault } from "../../shared/seal/seal-vault.ts";
import type { Signer } from "../../shared/seal/signer.ts";
import type { ObjectStore } from "../../shared/store/object-store.ts";
import { orgSetting } from "../account-settings.ts";
import { together } from "../checks.ts";
import type { Context } from "../context.ts";
import { EXIT, type ExitCode } from "../exit-codes.ts";
import { readKeyFile } from "../key-file.ts";
import { startProgress } from "../progress.ts";
import { given } from "../settings.ts";
import { isInStore, type StoreSettings, storeSettings } from "../store-settings.ts";
import { counted } from "../text.ts";
import { openStore } from "../wiring.ts";

export interface SealFlags {
  readonly heartbeat?: boolean;
  readonly keyFile?: string;
  readonly kmsKey?: string;
  /** File with the public key that signs from now on. */
  readonly introduceKey?: string;
}

/** What was done to one account's ledger. */
interface Sealed extends SealedVault {
  readonly orgId: number;
  readonly keyId: string;
}

export async function sealCommand(context: Context, flags: SealFlags): Promise<ExitCode> {
  const { settings, terminal } = context;
  const place = await storeSettings(settings);
  const [keyFile, newKey, only] = await together([
    keyFileOf(flags, place),
    flags.introduceKey === undefined ? undefined : readKeyFile(flags.introduceKey, "--introduce-key"),
    given(settings, "org") === undefined ? undefined : orgSetting(settings),
  ]);
  const { store } = await openStore(place);
  const signer = await signerOf(flags, keyFile, place);
  const { id: keyId } = await signer.publicKey();
  const accounts: Sealed[] = [];
  for (const orgId of only === undefined ? await accountsIn(store) : [only]) {
    const ledger = new Ledger({
      orgId,
      store,
      signer,
      log: context.log,
      now: () => new Date(),
      tool: `ticketvault ${manifest.version}`,
    });
    const done = await sealAccount(context, orgId, store, ledger);
    const more: LedgerHead[] = [];
    if (flags.heartbeat === true) more.push(await ledger.heartbeat());
    const introduced = newKey && (await ledger.introduceKey(newKey));
    if (introduced !== undefined) more.push(introduced);
    const head = more.at(-1) ?? done.head;
    accounts.push({ orgId, keyId, ...done, entries: [...done.entries, ...more], head });
  }
  if (context.json) terminal.json({ place: store.location, accounts });
  else for (const account of accounts) show(context, account);
  const isClean = accounts.every(({ refused, findings }) => refused.length + findings.length === 0);
  return isClean ? EXIT.complete : EXIT.incomplete;
}

async function sealAccount(
  { signal }: Context,
  orgId: number,
  store: ObjectStore,
  ledger: Ledger,
): Promise<SealedVault> {
  const { folders } = await store.children(storageRootKey(orgId));
  const progress = startProgress("tickets", folders.length);
  return sealVault({
    orgId,
    store,
    ledger,
    now: () => new Date(),
    signal,
    onTicket: (done) => progress.update(done, ""),
  }).finally(() => progress.stop());
}

async function accountsIn(store: ObjectStore): Promise<number[]> {
  const { folders } = await store.children(ARCHIVE_FOLDER);
  const accounts = folders.flatMap((folder) => parseNumberedName(lastName(folder)) ?? []);
  if (accounts.length > 0) return accounts;
  const message = `${store.location} has no archive: there is nothing in ${ARCHIVE_FOLDER}/. Check --store.`;
  throw new StoreError("not-archived", message);
}

/** A key inside the vault would go wherever the vault goes: whoever has both can forge. */
async function keyFileOf(flags: SealFlags, place: StoreSettings): Promise<string> {
  if (flags.keyFile !== undefined && flags.kmsKey !== undefined) {
    throw new UsageError("--key-file and --kms-key exclude each other: one key signs.");
  }
  const path = flags.keyFile ?? join(homedir(), ".config", "ticketvault", "ledger-key.pem");
  if (isInStore(path, place)) {
    throw new UsageError(`--key-file ${path} lies inside the vault: keep the key elsewhere.`);
  }
  return path;
}

/** The AWS SDK takes a while to load: only who uses it waits for it. */
async function signerOf({ kmsKey }: SealFlags, keyFile: string, place: StoreSettings): Promise<Signer> {
  if (kmsKey === undefined) return localSigner(keyFile);
  const { KMSClient } = await import("@aws-sdk/client-kms");
  const { kmsSigner } = await import("../../shared/seal/kms-signer.ts");
  const region =
    /^arn:[^:]+:kms:([^:]+):/.exec(kmsKey)?.[1] ?? (place.kind === "s3" ? place.region : undefined);
  return kmsSigner({ client: new KMSClient(region === undefined ? {} : { region }), keyId: kmsKey });
}

function show(
  { terminal }: Context,
  { orgId, keyId, sealed, records, already, entries, head, ...rest }: Sealed,
): void {
  for (const { ticketId, message } of rest.refused) {
    terminal.print(`${terminal.paint("red", "refused")} #${ticketId}  ${message}`);
  }
  for (const { path, code, severity, message } of rest.findings) {
    terminal.print(`${path}  ${code}  ${severity}  ${message}`);
  }
  const ofRecords =
    records === 0 ? "" : ` and ${counted(records, "record")} of holds, acceptances and censuses`;
  const fresh = entries.length === 1 ? "1 new entry" : `${entries.length} new entries`;
  terminal.print(
    `${orgId}: ${counted(sealed, "version")}${ofRecords} sealed in ${fresh}, ${already} before, with the key ${keyId}`,
  );
  if (head !== undefined)
    terminal.print(`Entry ${head.sequence} is ${head.sha256}: note it down elsewhere (verify --head).`);
}
