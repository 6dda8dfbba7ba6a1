/** The keys of censuses: of each a record and a page, named by the time at which it was begun. Imports the keys of accounts only. */
import { parseNumberedName } from "./keys.ts";

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
