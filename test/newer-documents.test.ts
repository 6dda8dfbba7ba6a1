/** Every reader of a document of ours tells one of a newer program from one that is wrong. */
import { expect, it } from "vitest";
import { readAcceptance } from "../shared/archive/acceptance.ts";
import { parseExportReceipt } from "../shared/export/export-receipt.ts";
import { parsePlan } from "../shared/export/plan.ts";
import { parseProvenance } from "../shared/export/provenance.ts";
import { noMatter, withEntry } from "../shared/holds/record.ts";
import { NewerProgramError } from "../shared/newer-program.ts";
import { parseInventory } from "../shared/ocfl/inventory.ts";
import { parseTicketDocument } from "../shared/ticket/read-document.ts";

const VERSION = { orgId: 22824, ticketId: 143, version: 1 };

// T18
it.each<[string, string, (bytes: Uint8Array) => unknown]>([
  ["a ticket", "schema:ticket", parseTicketDocument],
  ["an acceptance", "schema:acceptance", (bytes) => readAcceptance(bytes, VERSION)],
  ["an entry of a hold", "schema:hold", (bytes) => withEntry(noMatter(22824, "acme"), bytes, "here")],
  ["a plan", "schema:export-plan", (bytes) => parsePlan(bytes, "here")],
  ["a summary", "schema:export", (bytes) => parseExportReceipt(bytes, "here")],
  ["a provenance", "schema:export-provenance", parseProvenance],
])("of a newer program is called so: %s", (_, schema, read) => {
  const numbered = (number: number) => Buffer.from(`{"schema":"urn:ticketvault:${schema}:${number}","x":[]}`);
  expect(() => read(numbered(2))).toThrow(NewerProgramError);
  // Of this number it is only wrong.
  expect(outcomeOf(() => read(numbered(1)))).not.toBeInstanceOf(NewerProgramError);
});

it("an inventory of a later OCFL is one of a newer program", () => {
  const typed = (spec: string) => Buffer.from(`{"type":"https://ocfl.io/${spec}/spec/#inventory"}`);
  expect(() => parseInventory(typed("1.2"), "here", "id")).toThrow(NewerProgramError);
  expect(() => parseInventory(typed("1.0"), "here", "id")).toThrow("no inventory that Ticketvault wrote");
});

function outcomeOf(read: () => unknown): unknown {
  try {
    return read();
  } catch (error) {
    return error;
  }
}
