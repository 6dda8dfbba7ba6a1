/** The keys of records, built and parsed: legal holds, accepted gaps, productions and censuses. */
import { NUMBER, parseNumberedName, type VersionName } from "./keys.ts";

/** The folder of all records of legal holds; one folder an account, one a matter below. */
export const HOLDS_FOLDER = "holds";
/** The folder of all records of accepted gaps; one folder an account, one a ticket below. */
export const ACCEPTANCES_FOLDER = "acceptances";
/** The folder of all records of productions; one folder an account, one an export below. */
export const PRODUCTIONS_FOLDER = "productions";

// Legal holds.

/** The folder of an account's records, or of one matter: `holds/22824`, `holds/22824/acme-v-us`. */
export function holdsKey(orgId: number, matter?: string): string {
  return matter === undefined ? `${HOLDS_FOLDER}/${orgId}` : `${HOLDS_FOLDER}/${orgId}/${matter}`;
}

/** An entry of a matter's record: `holds/22824/acme-v-us/000001.json`. */
export function holdEntryKey(orgId: number, matter: string, sequence: number): string {
  return `${holdsKey(orgId, matter)}/${String(sequence).padStart(6, "0")}.json`;
}

/** Matter and number of the entry at a key of the account; undefined when it is no entry's. */
export function parseHoldEntryKey(
  orgId: number,
  key: string,
): { readonly matter: string; readonly sequence: number } | undefined {
  const [, matter, sequence] = /^([^/]+)\/(\d+)\.json$/.exec(key.slice(holdsKey(orgId).length + 1)) ?? [];
  if (matter === undefined || key !== holdEntryKey(orgId, matter, Number(sequence))) return undefined;
  return { matter, sequence: Number(sequence) };
}

// Accepted gaps.

/** The folder of a ticket's records: `acceptances/22824/143`. */
export function acceptancesKey(orgId: number, ticketId: number): string {
  return `${ACCEPTANCES_FOLDER}/${orgId}/${ticketId}`;
}

/** The record by which a version's gaps are accepted: `acceptances/22824/143/v2.json`. */
export function acceptanceKey({ orgId, ticketId, version }: VersionName): string {
  return `${acceptancesKey(orgId, ticketId)}/v${version}.json`;
}

const ACCEPTANCE = new RegExp(`^${ACCEPTANCES_FOLDER}/(${NUMBER})/(${NUMBER})/v([1-9]\\d{0,8})\\.json$`);

/** The version whose record has this key; undefined when it is no record's. */
export function parseAcceptanceKey(key: string): VersionName | undefined {
  const [, orgId, ticketId, version] = ACCEPTANCE.exec(key) ?? [];
  if (orgId === undefined || ticketId === undefined || version === undefined) return undefined;
  return { orgId: Number(orgId), ticketId: Number(ticketId), version: Number(version) };
}

// Productions: exports, as they were made.

/** An export as it was made from one plan. */
export interface ProductionName {
  readonly orgId: number;
  /** The export's id. */
  readonly id: string;
  /** Of its `plan.json`: the same request may be planned again later. */
  readonly planSha256: string;
}

/** The record of a production: `productions/22824/{id}/{SHA-256 of plan.json}.json`. */
export function productionRecordKey({ orgId, id, planSha256 }: ProductionName): string {
  return `${PRODUCTIONS_FOLDER}/${orgId}/${id}/${planSha256}.json`;
}

const PRODUCTION = new RegExp(`^${PRODUCTIONS_FOLDER}/(${NUMBER})/([0-9a-f]{16})/([0-9a-f]{64})\\.json$`);

/** The production whose record has this key, `productions/22824/{id}/{SHA-256 of plan.json}.json`; undefined when it is no record's. */
export function parseProductionRecordKey(key: string): ProductionName | undefined {
  const [, orgId, id, planSha256] = PRODUCTION.exec(key) ?? [];
  if (orgId === undefined || id === undefined || planSha256 === undefined) return undefined;
  return { orgId: Number(orgId), id, planSha256 };
}

// Censuses: of each a record and a page, named by the time at which it was begun.

/** The folder of all censuses; one folder an account. */
export const CENSUS_FOLDER = "census";

const KINDS = ["json", "html"] as const;
type CensusFile = (typeof KINDS)[number];

/** The folder of an account's censuses: `census/22824`. */
export function censusesKey(orgId: number): string {
  return `${CENSUS_FOLDER}/${orgId}`;
}

/** The record of the census that was begun at a time, or its page: `census/22824/20261128T030000000Z.json`. */
export function censusKey(orgId: number, at: Date, kind: CensusFile): string {
  return `${censusesKey(orgId)}/${at.toISOString().replaceAll(/[-:.]/g, "")}.${kind}`;
}

const NAME = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)(\d{3})Z\.[a-z]+$/;

/** Whose census has this key, and of which time; undefined when none has. */
export function parseCensusKey(key: string): { readonly orgId: number; readonly at: Date } | undefined {
  const [, org = "", name = ""] = key.split("/");
  const orgId = parseNumberedName(org);
  const at = new Date(name.replace(NAME, "$1-$2-$3T$4:$5:$6.$7Z"));
  if (orgId === undefined || Number.isNaN(at.getTime())) return undefined;
  return KINDS.some((kind) => key === censusKey(orgId, at, kind)) ? { orgId, at } : undefined;
}
