/** The kinds of ledger entries that seal files, and which files those are: a further kind is a further line here. */

import { parseNumberedName, parseVersionKey } from "../keys.ts";
import {
  ACCEPTANCES_FOLDER,
  CENSUS_FOLDER,
  HOLDS_FOLDER,
  PRODUCTIONS_FOLDER,
  parseAcceptanceKey,
  parseCensusKey,
  parseHoldEntryKey,
  parseProductionRecordKey,
} from "../record-keys.ts";
import { parseCheckpointKey } from "./checkpoint-keys.ts";

/** Which keys of an account an entry of each kind may name. A version is sealed by its inventory. */
const SEALS = {
  versions: (key: string, orgId: number) => parseVersionKey(key)?.orgId === orgId,
  holds: (key: string, orgId: number) => parseHoldEntryKey(orgId, key) !== undefined,
  acceptances: (key: string, orgId: number) => parseAcceptanceKey(key)?.orgId === orgId,
  census: (key: string, orgId: number) => parseCensusKey(key)?.orgId === orgId,
  production: (key: string, orgId: number) => parseProductionRecordKey(key)?.orgId === orgId,
  checkpoints: (key: string, orgId: number) => parseCheckpointKey(key)?.orgId === orgId,
} as const;

export type SealingKind = keyof typeof SEALS;
export const SEALING_KINDS = Object.keys(SEALS) as readonly SealingKind[];

/** The kinds whose files are records, each sealed by itself, and the folders in which those of all accounts stand. */
export const RECORD_FOLDERS = {
  holds: HOLDS_FOLDER,
  acceptances: ACCEPTANCES_FOLDER,
  census: CENSUS_FOLDER,
  production: PRODUCTIONS_FOLDER,
} as const;
export type RecordKind = keyof typeof RECORD_FOLDERS;
export const RECORD_KINDS = Object.keys(RECORD_FOLDERS) as readonly RecordKind[];

/** Whether an entry of this kind, of this account, may name the file. */
export function isSealedAs(kind: SealingKind, key: string, orgId: number): boolean {
  return SEALS[kind](key, orgId);
}

/** Whose record, and of which kind, has this key; undefined when no record has. */
export function parseRecordKey(
  key: string,
): { readonly orgId: number; readonly kind: RecordKind } | undefined {
  const orgId = parseNumberedName(key.split("/")[1] ?? "");
  if (orgId === undefined) return undefined;
  const kind = RECORD_KINDS.find((each) => isSealedAs(each, key, orgId));
  return kind && { orgId, kind };
}
