/** The keys of archive and ledger, built and parsed, and those of a bag's copy of the ledger. Imports nothing. */

/** The folder of all storage roots, one per account. */
export const ARCHIVE_FOLDER = "archive";
/** The folder of all ledgers, one per account; in a bag, the folder of its entries. */
export const LEDGER_FOLDER = "ledger";

/** An account or a ticket, as its number stands in a key. */
export const NUMBER = "[1-9]\\d{0,15}";
const NUMBERED = new RegExp(`^${NUMBER}$`);

/** The account or ticket whose folder has this name; undefined for any other name. */
export function parseNumberedName(name: string): number | undefined {
  return NUMBERED.test(name) && Number.isSafeInteger(Number(name)) ? Number(name) : undefined;
}

// The archive.

/** An account's OCFL storage root: `archive/22824`. */
export function storageRootKey(orgId: number): string {
  return `${ARCHIVE_FOLDER}/${orgId}`;
}

/** A ticket's OCFL object: `archive/22824/143`, as layout 0006 derives it from the id. */
export function objectKey(orgId: number, ticketId: number): string {
  return `${storageRootKey(orgId)}/${ticketId}`;
}

/** A ticket's OCFL id: `urn:leadsquared:22824:ticket:143`. */
export function objectId(orgId: number, ticketId: number): string {
  return `urn:leadsquared:${orgId}:ticket:${ticketId}`;
}

/** Where a ticket's files are staged: `22824/143`, below the store's staging area. */
export function stagingArea(orgId: number, ticketId: number): string {
  return `${orgId}/${ticketId}`;
}

/** An object's own folder, whatever its name, and those of its versions, but not the folders of their content. */
export function isObjectOrVersionFolder(key: string): boolean {
  return /^archive\/\d+\/[^/]+(\/v\d+)?$/.test(key);
}

/** A version of a ticket's object. */
export interface VersionName {
  readonly orgId: number;
  readonly ticketId: number;
  /** Such as 2 for `v2`. */
  readonly version: number;
}

/** A version's inventory, which also names the version in the ledger: `archive/22824/143/v2/inventory.json`. */
export function versionKey({ orgId, ticketId, version }: VersionName): string {
  return `${objectKey(orgId, ticketId)}/v${version}/inventory.json`;
}

/** The version that a key of the ledger names; undefined when it names none. */
export function parseVersionKey(key: string): VersionName | undefined {
  const name = parseInventoryKey(key);
  if (name?.version === undefined || key.endsWith(".sha256")) return undefined;
  return { ...name, version: name.version };
}

const INVENTORY = new RegExp(
  `^${ARCHIVE_FOLDER}/(${NUMBER})/(${NUMBER})/(?:v([1-9]\\d{0,8})/)?inventory\\.json(?:\\.sha256)?$`,
);

/** A ticket's object, and one of its versions where an inventory is that of a version. */
export interface InventoryName {
  readonly orgId: number;
  readonly ticketId: number;
  readonly version?: number;
}

/** Whose inventory, or sidecar of one, has this key; undefined when no inventory has. */
export function parseInventoryKey(key: string): InventoryName | undefined {
  const [, orgId, ticketId, version] = INVENTORY.exec(key) ?? [];
  if (orgId === undefined || ticketId === undefined) return undefined;
  const ticket = { orgId: Number(orgId), ticketId: Number(ticketId) };
  return version === undefined ? ticket : { ...ticket, version: Number(version) };
}

/** Whether a key is that of the inventory in an object's root, or of its sidecar: the only files that are written again. */
export function isRootInventory(key: string): boolean {
  const name = parseInventoryKey(key);
  return name !== undefined && name.version === undefined;
}

// The ledger.

/** An account's ledger: `ledger/22824`. */
export function ledgerKey(orgId: number): string {
  return `${LEDGER_FOLDER}/${orgId}`;
}

/** An entry: `ledger/22824/000000000001.json`. */
export function entryKey(orgId: number, sequence: number): string {
  return `${ledgerKey(orgId)}/${entryName(sequence)}`;
}

/** An entry's detached signature: `ledger/22824/000000000001.json.sig`. */
export function signatureKey(orgId: number, sequence: number): string {
  return `${entryKey(orgId, sequence)}.sig`;
}

/** An authority's time stamp of an entry (RFC 3161): `ledger/22824/000000000001.json.timestamp.example.com.tsr`. */
export function timeStampKey(orgId: number, sequence: number, authority: string): string {
  return `${entryKey(orgId, sequence)}.${authority}.tsr`;
}

/** The folder of the public keys: `ledger/22824/keys`. */
export function publicKeysKey(orgId: number): string {
  return `${ledgerKey(orgId)}/keys`;
}

/** A public key, as PEM: `ledger/22824/keys/{keyId}.pem`, the id being the SHA-256 of its DER form. */
export function publicKeyKey(orgId: number, keyId: string): string {
  return `${publicKeysKey(orgId)}/${keyId}.pem`;
}

/** The id of the public key in a file, by its name; undefined when it is not named as one. */
export function parsePublicKeyName(name: string): string | undefined {
  return /^([0-9a-f]{64})\.pem$/.exec(name)?.[1];
}

/** What a file directly in a ledger's folder is by its name; undefined for what does not belong there. */
export function parseLedgerName(
  name: string,
): { kind: "entry" | "signature" | "time-stamp"; sequence: number } | undefined {
  const [, digits, signature, stamp] =
    /^(\d{12})\.json(?:(\.sig)|(\.[a-z0-9.-]{1,100}\.tsr))?$/.exec(name) ?? [];
  if (digits === undefined || Number(digits) === 0) return undefined;
  const kind = signature === undefined ? "entry" : "signature";
  return { kind: stamp === undefined ? kind : "time-stamp", sequence: Number(digits) };
}

function entryName(sequence: number): string {
  return `${String(sequence).padStart(12, "0")}.json`;
}

// A bag's copy of the ledger, relative to the payload.

/** An entry in a bag: `ledger/000000000001.json`. */
export function ledgerEntryPath(sequence: number): string {
  return `${LEDGER_FOLDER}/${entryName(sequence)}`;
}

/** The number of the entry at a path in a bag; undefined when no entry stands there. */
export function parseLedgerEntryPath(path: string): number | undefined {
  const found = parseLedgerName(path.slice(LEDGER_FOLDER.length + 1));
  return found && path === ledgerEntryPath(found.sequence) ? found.sequence : undefined;
}

/** Its signature: `ledger/000000000001.json.sig`. */
export function ledgerSignaturePath(sequence: number): string {
  return `${ledgerEntryPath(sequence)}.sig`;
}

/** A public key in a bag: `ledger/keys/{keyId}.pem`. */
export function ledgerPublicKeyPath(keyId: string): string {
  return `${LEDGER_FOLDER}/keys/${keyId}.pem`;
}
