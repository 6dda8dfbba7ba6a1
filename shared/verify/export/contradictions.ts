/** Says where the ledger contradicts an export: it seals versions and tickets that the archive did not show. */
import { PROVENANCE_PATH, type Provenance } from "../../export/provenance.ts";
import { MISSING, NOT_AS_SEALED } from "../../export/reasons.ts";
import type { FindingCode } from "../../findings.ts";
import { parseVersionKey } from "../../keys.ts";
import type { ReadEntry } from "../../ledger/entry.ts";
import { versionNumber } from "../../ocfl/inventory.ts";
import { objectPath } from "../../render/paths.ts";
import type { SoundPayload } from "./entries.ts";

/** Reasons for which a ticket was left out that are findings. */
const CONTRADICTED = new Map<string, FindingCode>([
  [MISSING, "sealed-but-missing"],
  [NOT_AS_SEALED, "altered"],
]);

/** @param entries those that count: what they seal is found whether the provenance says so or not */
export function checkContradictions(
  payload: SoundPayload,
  { tickets, leftOut }: Provenance,
  entries: ReadonlyMap<string, ReadEntry>,
): void {
  const beyond = new Map(tickets.map(({ ticketId }) => [ticketId, new Set<number>()]));
  const heads = new Map(tickets.map(({ ticketId, version }) => [ticketId, versionNumber(version)]));
  const take = (ticketId: number, version: number): void => {
    if (version > (heads.get(ticketId) ?? Number.POSITIVE_INFINITY)) beyond.get(ticketId)?.add(version);
  };
  for (const { ticketId, sealed } of tickets)
    for (const { version } of sealed) take(ticketId, versionNumber(version));
  for (const { sealed } of entries.values()) {
    for (const { key } of sealed) {
      const name = parseVersionKey(key);
      if (name !== undefined) take(name.ticketId, name.version);
    }
  }
  for (const [ticketId, versions] of beyond) {
    if (versions.size === 0) continue;
    const names = [...versions].toSorted((a, b) => a - b).map((version) => `v${version}`);
    const message = `the ledger seals ${names.join(", ")}, which the archive did not show when it was exported`;
    payload.add("rolled-back", objectPath(ticketId, "inventory.json"), message);
  }
  for (const { reason, message } of leftOut) {
    const code = CONTRADICTED.get(reason);
    if (code !== undefined) payload.add(code, PROVENANCE_PATH, message);
  }
}
