/** The certificate of a production and the hash report to go with it: made of the plan and the summary alone. */
import { sha256Hex } from "../digest.ts";
import { bsaForms } from "../render/bsa-forms.ts";
import type { CertificateFacts } from "../render/certificate-facts.ts";
import { certificatePage } from "../render/certificate-page.ts";
import { csvHeader, csvLines } from "../render/csv.ts";
import { objectPath } from "../render/paths.ts";
import type { ExportCounts, ProductionFile } from "./export-receipt.ts";
import { CERTIFICATE_NAME, HASH_REPORT_NAME, partName } from "./keys.ts";
import { type ExportPlan, planBytes } from "./plan.ts";
import { type Selection, selectionInWords } from "./selection.ts";

/**
 * Files to stand beside the zips, by name; none unless the request asks for a certificate.
 * @param tables the index and the tables of the production
 */
export function certificateFiles(
  plan: ExportPlan,
  receipt: ExportCounts,
  tables: readonly ProductionFile[],
): ReadonlyMap<string, Uint8Array> {
  const { certificate } = plan.request;
  if (certificate === undefined) return new Map();
  const planSha256 = sha256Hex(planBytes(plan));
  const report = hashReport(plan, receipt, tables, planSha256);
  const facts = factsOf(plan, receipt, planSha256, sha256Hex(report));
  return new Map([
    [CERTIFICATE_NAME, certificate === "bsa63" ? bsaForms(facts) : certificatePage(facts)],
    [HASH_REPORT_NAME, report],
  ]);
}

/**
 * A line for each zip, for the plan, the index and each table, and for each ticket's inventory, which names the SHA-256 of all
 * its files. The certificate names the report's own.
 */
function hashReport(
  plan: ExportPlan,
  { parts }: ExportCounts,
  tables: readonly ProductionFile[],
  planSha256: string,
): Uint8Array {
  const row = (file: string, bytes: number | null, sha256: string) => ({
    File: file,
    Bytes: bytes,
    Algorithm: "SHA-256",
    Digest: sha256,
  });
  const tickets = plan.parts.flatMap((part) =>
    part.tickets.map(({ ticketId, inventorySha256 }) =>
      row(
        `${partName(plan, part.number)}/data/${objectPath(ticketId, "inventory.json")}`,
        null,
        inventorySha256,
      ),
    ),
  );
  const rows = [
    ...parts.map(({ file, size, sha256 }) => row(file, size, sha256)),
    row("plan.json", planBytes(plan).byteLength, planSha256),
    ...tables.map(({ file, size, sha256 }) => row(file, size, sha256)),
    ...tickets,
  ];
  return Buffer.from(csvHeader(["File", "Bytes", "Algorithm", "Digest"]) + csvLines(rows));
}

function factsOf(
  { id, orgId, tool, plannedAt, source, request, notSelected, parts }: ExportPlan,
  receipt: ExportCounts,
  planSha256: string,
  reportSha256: string,
): CertificateFacts {
  const { matter, reason, requestedBy, authenticated, selection } = request;
  const times = parts.flatMap(({ tickets }) => tickets.map(({ created }) => created)).toSorted();
  return {
    ...{ id, orgId, tool, plannedAt, planSha256, reportSha256, matter, reason, requestedBy, authenticated },
    asked: askedInWords(selection),
    question: questionOf(request, source, parts),
    source,
    counts: {
      ...receipt,
      incompleteTickets: receipt.incompleteTickets.length,
      changedTickets: receipt.changedTickets.length,
      leftOut: receipt.leftOut.length,
      notSelected: notSelected.count,
    },
    archived: { from: times[0] ?? plannedAt, to: times.at(-1) ?? plannedAt },
    sent: receipt.sent,
    parts: receipt.parts,
  };
}

function questionOf(
  { selection: { question } }: ExportPlan["request"],
  { askedOf }: ExportPlan["source"],
  parts: ExportPlan["parts"],
): CertificateFacts["question"] {
  if (question === undefined || askedOf === undefined) return undefined;
  const found = parts.flatMap(({ tickets }) => tickets.map((ticket) => ticket.found?.wordings.length ?? 0));
  return { ...question, askedOf, found: found.reduce((sum, each) => sum + each, 0) };
}

const MOST_NAMED = 20;

function askedInWords({ tickets, ...asked }: Selection): string {
  const named = (tickets ?? []).slice(0, MOST_NAMED).map((ticketId) => `#${ticketId}`);
  const more = (tickets ?? []).length > named.length ? ", … (plan.json names all)" : "";
  const which =
    tickets === undefined
      ? "all tickets"
      : `${tickets.length} tickets${asked.question === undefined ? " by number" : ""}: ${named.join(", ")}${more}`;
  const how = selectionInWords(asked);
  return how === "" ? which : `${which}, ${how}`;
}
