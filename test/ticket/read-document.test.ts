/** Documents of a newer program are told from altered ones. */
import { describe, expect, it } from "vitest";
import { NewerProgramError } from "../../shared/newer-program.ts";
import { ticketDocument } from "../../shared/ticket/assemble.ts";
import { NORMALIZER, ticketBytes } from "../../shared/ticket/document.ts";
import { merge } from "../../shared/ticket/merge.ts";
import { normalize } from "../../shared/ticket/normalize.ts";
import { parseTicketDocument } from "../../shared/ticket/read-document.ts";

const answer = { Total: 1, ConversationList: [{ Id: 1, RelatedActivityType: "InboundEmail", Text: "x" }] };
const source = { host: "api.invalid", tenantId: 1, orgId: 1, ticketId: 143, attachmentHosts: [] };
const written = Buffer.from(
  ticketBytes(ticketDocument(merge(undefined, normalize(answer, source), "v1"), new Map())),
).toString();

describe("a ticket.json of a newer program", () => {
  // T18
  it.each([
    ["another schema", written.replace("schema:ticket:1", "schema:ticket:2")],
    ["other rules", written.replace(`"normalizer": ${NORMALIZER}`, `"normalizer": ${NORMALIZER + 1}`)],
    ["a channel that is not known here", written.replace('"channel": "email"', '"channel": "whatsapp"')],
    ["a field that is not known here", written.replace('"key": "1"', '"key": "1", "mood": "calm"')],
  ])("is called so, and not altered: %s", (_, text) => {
    expect(text).not.toBe(written);
    expect(() => parseTicketDocument(Buffer.from(text))).toThrow(NewerProgramError);
    expect(() => parseTicketDocument(Buffer.from(text))).toThrow("was made by a newer Ticketvault");
  });

  it.each([
    ["no JSON", "{"],
    ["another kind of file", '{"schema":"urn:ticketvault:schema:export:1"}'],
    ["a field that is missing", written.replace(/\s*"completeness"[\s\S]*?\n {2}\},/, "")],
  ])("is not what else cannot be read: %s", (_, text) => {
    expect(() => parseTicketDocument(Buffer.from(text))).toThrow();
    expect(() => parseTicketDocument(Buffer.from(text))).not.toThrow(NewerProgramError);
  });
});
