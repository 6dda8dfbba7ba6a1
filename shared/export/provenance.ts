/** What an export says of itself: what was asked for, by whom and why, what was found, what is missing or left out. */
import { versionNumber } from "../ocfl/inventory.ts";
import type { Problem } from "../ticket/document.ts";
import { partName } from "./keys.ts";
import { objectPath } from "./layout.ts";
import type { OpenTicket } from "./open-pinned.ts";
import type { ExportPlan, PlannedPart } from "./plan.ts";

export const PROVENANCE_PATH = "provenance.json";

/** Where the ledger's files stand in the payload. */
const LEDGER_FOLDER = "ledger";

export function ledgerEntryPath(sequence: number): string {
  return `${LEDGER_FOLDER}/${String(sequence).padStart(12, "0")}.json`;
}

export function ledgerSignaturePath(sequence: number): string {
  return `${ledgerEntryPath(sequence)}.sig`;
}

export function ledgerPublicKeyPath(keyId: string): string {
  return `${LEDGER_FOLDER}/keys/${keyId}.pem`;
}

/** What is said of one packed ticket; paths are relative to the payload. */
export interface TicketProvenance {
  readonly ticketId: number;
  readonly version: string;
  readonly archivedAt: string;
  readonly inventory: { readonly path: string; readonly sha256: string };
  /** The ledger entries that cover its versions; null where none does yet. */
  readonly sealed: readonly { readonly version: string; readonly entry: string | null }[];
  readonly completeness: "complete" | "incomplete";
  readonly conversations: number;
  readonly attachments: { readonly expected: number; readonly stored: number; readonly failed: number };
  /** What LeadSquared said is there and the archive does not hold, with the reason. */
  readonly missing: readonly Problem[];
}

export function ticketProvenance({ pinned, ticket: { document } }: OpenTicket): TicketProvenance {
  const { ticketId, version, created, inventorySha256, ledgerEntries } = pinned;
  const { status, attachments, problems } = document.completeness;
  return {
    ticketId,
    version,
    archivedAt: created,
    inventory: { path: objectPath(ticketId, "inventory.json"), sha256: inventorySha256 },
    sealed: Array.from({ length: versionNumber(version) }, (_, index) => {
      const sequence = ledgerEntries[index] ?? null;
      return { version: `v${index + 1}`, entry: sequence === null ? null : ledgerEntryPath(sequence) };
    }),
    completeness: status,
    conversations: document.conversations.length,
    attachments,
    missing: problems.filter(({ severity }) => severity === "missing"),
  };
}

/** The bytes of a part's `provenance.json`. Nothing of this run is in it: no time, no machine, no place. */
export function provenanceBytes(
  plan: ExportPlan,
  part: PlannedPart,
  tickets: readonly TicketProvenance[],
): Uint8Array {
  const { id, tool, orgId, request, leftOut, parts } = plan;
  const document = {
    schema: "urn:ticketvault:schema:export-provenance:1",
    export: id,
    part: { number: part.number, of: parts.length },
    tool,
    source: { system: "LeadSquared Service CRM", orgId },
    request,
    found: parts.reduce((sum, each) => sum + each.tickets.length, 0),
    leftOut,
    parts: parts.map((each) => ({
      number: each.number,
      name: partName(plan, each.number),
      tickets: each.tickets.map(({ ticketId }) => ticketId),
    })),
    tickets,
  };
  return Buffer.from(`${JSON.stringify(document, null, 2)}\n`);
}
