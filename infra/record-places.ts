/** Where what is sealed beside the archive stands in its bucket, as permissions name it. */
import { PREFIXES } from "../shared/names.ts";
import type { Parts } from "./parts.ts";

/** The records of all matters. */
export function holdRecords({ archive, config }: Parts): string {
  return archive.arnForObjects(`${PREFIXES.holds}${config.orgId}/*`);
}

/** The records of accepted gaps. */
export function acceptanceRecords({ archive, config }: Parts): string {
  return archive.arnForObjects(`${PREFIXES.acceptances}${config.orgId}/*`);
}

/** The account's censuses. */
export function censuses({ archive, config }: Parts): string {
  return archive.arnForObjects(`${PREFIXES.census}${config.orgId}/*`);
}

/** What says what the ledger seals, so that it need not be read whole. */
export function checkpointFiles({ archive, config }: Parts): string {
  return archive.arnForObjects(`${PREFIXES.checkpoints}${config.orgId}/*`);
}

/** The records of productions. */
export function productionRecords({ archive, config }: Parts): string {
  return archive.arnForObjects(`${PREFIXES.productions}${config.orgId}/*`);
}

/** What is sealed beside the archive. */
export function records(parts: Parts): string[] {
  return [holdRecords(parts), acceptanceRecords(parts), censuses(parts), productionRecords(parts)];
}
