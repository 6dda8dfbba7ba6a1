/** Every key of the ledgers: entries, their signatures, the public keys, and the versions that entries name. */

/** The folder of all ledgers, one per account. */
export const LEDGER_FOLDER = "ledger";

/** An account's ledger: `ledger/22824`. */
export function ledgerKey(orgId: number): string {
  return `${LEDGER_FOLDER}/${orgId}`;
}

/** An entry: `ledger/22824/000000000001.json`. */
export function entryKey(orgId: number, sequence: number): string {
  return `${ledgerKey(orgId)}/${String(sequence).padStart(12, "0")}.json`;
}

/** An entry's detached signature: `ledger/22824/000000000001.json.sig`. */
export function signatureKey(orgId: number, sequence: number): string {
  return `${entryKey(orgId, sequence)}.sig`;
}

/** The folder of the public keys: `ledger/22824/keys`. */
export function publicKeysKey(orgId: number): string {
  return `${ledgerKey(orgId)}/keys`;
}

/** A public key, as PEM: `ledger/22824/keys/0123456789abcdef.pem`. */
export function publicKeyKey(orgId: number, keyId: string): string {
  return `${publicKeysKey(orgId)}/${keyId}.pem`;
}

/** What a file directly in a ledger's folder is by its name; undefined for what does not belong there. */
export function ledgerFile(name: string): { kind: "entry" | "signature"; sequence: number } | undefined {
  const [, digits, signature] = /^(\d{12})\.json(\.sig)?$/.exec(name) ?? [];
  if (digits === undefined || Number(digits) === 0) return undefined;
  return { kind: signature === undefined ? "entry" : "signature", sequence: Number(digits) };
}

/** A version of a ticket's object. */
export interface VersionName {
  readonly orgId: number;
  readonly ticketId: number;
  /** Such as 2 for `v2`. */
  readonly version: number;
}

const VERSION_KEY = /^archive\/([1-9]\d{0,15})\/([1-9]\d{0,15})\/v([1-9]\d{0,8})\/inventory\.json$/;

/** The key that names a version in the ledger: `archive/22824/143/v2/inventory.json`. */
export function versionKey({ orgId, ticketId, version }: VersionName): string {
  return `archive/${orgId}/${ticketId}/v${version}/inventory.json`;
}

/** The version that a key names; undefined when it names none. */
export function parseVersionKey(key: string): VersionName | undefined {
  const [, orgId, ticketId, version] = VERSION_KEY.exec(key)?.map(Number) ?? [];
  if (orgId === undefined || ticketId === undefined || version === undefined) return undefined;
  return { orgId, ticketId, version };
}
