/** `ticketvault seal`: writes every version and record that no ledger entry names yet into the signed ledger. */
import manifest from "../../package.json" with { type: "json" };
import type { Authority } from "../../shared/authorities.ts";
import { UsageError } from "../../shared/errors.ts";
import { parseNumberedName, storageRootKey } from "../../shared/keys.ts";
import type { PublicKey } from "../../shared/ledger/public-key.ts";
import type { Proxies } from "../../shared/proxies.ts";
import { Ledger } from "../../shared/seal/ledger.ts";
import { type SealedVault, sealVault } from "../../shared/seal/seal-vault.ts";
import type { ObjectStore } from "../../shared/store/object-store.ts";
import { authoritiesSetting } from "../authorities.ts";
import { together } from "../checks.ts";
import type { Context } from "../context.ts";
import { EXIT, type ExitCode } from "../exit-codes.ts";
import { readKeyFile } from "../key-file.ts";
import { archivedAccounts, orgSetting } from "../org-setting.ts";
import { startProgress } from "../progress.ts";
import { proxies } from "../proxies.ts";
import { given } from "../settings.ts";
import { keyFileOf, type SigningFlags, signerOf } from "../signing.ts";
import { type StoreSettings, storeSettings, witnessSetting } from "../store-settings.ts";
import { counted } from "../text.ts";
import { openStore } from "../wiring.ts";

export interface SealFlags extends SigningFlags {
  readonly heartbeat?: boolean;
  /** File with the public key that signs from now on. */
  readonly introduceKey?: string;
  /** SHA-256 of a key, and the number of its first entry that does not count. */
  readonly revokeKey?: string;
  readonly revokeFrom?: string;
}

/** What was done to one account's ledger. */
interface Sealed extends SealedVault {
  readonly orgId: number;
  readonly keyId: string;
  /** Who could not be had remember the ledger, and why. */
  readonly notTold: readonly string[];
}

export async function sealCommand(context: Context, flags: SealFlags): Promise<ExitCode> {
  const { settings, terminal } = context;
  const place = await storeSettings(settings);
  const [keyFile, newKey, revoked, only, authorities, witnessPlace] = await together([
    keyFileOf(flags, place),
    flags.introduceKey === undefined ? undefined : readKeyFile(flags.introduceKey, "--introduce-key"),
    revocation(flags),
    given(settings, "org") === undefined ? undefined : orgSetting(settings),
    authoritiesSetting(settings),
    witnessSetting(settings),
  ]);
  const { store } = await openStore(place);
  const signer = await signerOf(flags, keyFile, place, proxies(settings.env));
  const { id: keyId } = await signer.publicKey();
  const accounts: Sealed[] = [];
  const orgIds = only === undefined ? await archivedAccounts(store) : [only];
  if (revoked !== undefined && orgIds.length > 1)
    throw new UsageError(
      "--revoke-from is the number of an entry of one ledger: say of which account (--org).",
    );
  for (const orgId of orgIds) {
    const ledger = new Ledger({
      orgId,
      store,
      signer,
      log: context.log,
      now: () => new Date(),
      tool: `ticketvault ${manifest.version}`,
    });
    const changes = { newKey, revoked, heartbeat: flags.heartbeat === true };
    const done = await sealWith(context, { orgId, store, ledger }, changes);
    const outside = { authorities, witnessPlace, proxies: proxies(settings.env) };
    const notTold = await tellOthers(context, { orgId, store, head: done.head }, outside);
    accounts.push({ orgId, keyId, ...done, notTold });
  }
  if (context.json) terminal.json({ place: store.location, accounts });
  else for (const account of accounts) show(context, account);
  const isClean = accounts.every(({ refused, findings }) => refused.length + findings.length === 0);
  return isClean ? EXIT.complete : EXIT.incomplete;
}

interface Others {
  readonly authorities: readonly Authority[];
  readonly witnessPlace: StoreSettings | undefined;
  readonly proxies: Proxies | undefined;
}

/** What fails keeps nothing from being sealed: the next run asks again, of what is the last entry then. */
async function tellOthers(
  { log }: Context,
  { orgId, store, head }: Pick<Account, "orgId" | "store"> & Pick<SealedVault, "head">,
  { authorities, witnessPlace, proxies: through }: Others,
): Promise<readonly string[]> {
  if (head === undefined || (authorities.length === 0 && witnessPlace === undefined)) return [];
  const { authorityClient } = await import("../../shared/seal/ask-authority.ts");
  const { tellOutside } = await import("../../shared/seal/tell-outside.ts");
  const witness = witnessPlace && (await openStore(witnessPlace)).store;
  const outside = { authorities, ask: authorityClient(authorities, through), witness };
  return tellOutside({ orgId, store, log, outside }, head.sequence);
}

/** A key that is revoked, and from which entry on. */
async function revocation({ revokeKey: keyId, revokeFrom }: SealFlags) {
  if (keyId === undefined && revokeFrom === undefined) return undefined;
  const from = parseNumberedName(revokeFrom ?? "");
  if (keyId === undefined || !/^[0-9a-f]{64}$/.test(keyId) || from === undefined)
    throw new UsageError(
      "--revoke-key takes the SHA-256 of a key of the ledger (64 digits, as `seal` prints it) and goes with --revoke-from, the number of its first entry that does not count.",
    );
  return { keyId, from };
}

interface Account {
  readonly orgId: number;
  readonly store: ObjectStore;
  readonly ledger: Ledger;
}

/** What is to be written beside the seals. */
interface Changes {
  readonly newKey: PublicKey | undefined;
  readonly revoked: Awaited<ReturnType<typeof revocation>>;
  readonly heartbeat: boolean;
}

/** What an earlier run left of a change of keys is finished first; what a key sealed that counts no more is sealed again. */
async function sealWith(
  context: Context,
  { orgId, store, ledger }: Account,
  { newKey, revoked, heartbeat }: Changes,
): Promise<SealedVault> {
  if (newKey !== undefined) await ledger.settle({ kind: "key", newKeyId: newKey.id });
  const revoking = revoked && (await ledger.revokeKey(revoked.keyId, revoked.from));
  const done = await sealAccount(context, orgId, store, ledger);
  const beat = heartbeat ? await ledger.heartbeat() : undefined;
  const introducing = newKey && (await ledger.introduceKey(newKey));
  const entries = [revoking, ...done.entries, beat, introducing].filter((entry) => entry !== undefined);
  return { ...done, entries, head: entries.at(-1) ?? done.head };
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
  for (const message of rest.notTold) terminal.print(`${terminal.paint("yellow", "warning")} ${message}`);
  if (head !== undefined)
    terminal.print(`Entry ${head.sequence} is ${head.sha256}: note it down elsewhere (verify --head).`);
}
