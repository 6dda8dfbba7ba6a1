/** A ticket is headed by what its details say of it, and by its number and a quoted beginning where they say nothing. */

import { Readable } from "node:stream";
import { text } from "node:stream/consumers";
import { describe, expect, test } from "vitest";
import type { People } from "../../shared/people.ts";
import { emlFile } from "../../shared/render/eml.ts";
import { datTable } from "../../shared/render/loadfile.ts";
import { messagesCsv } from "../../shared/render/tables.ts";
import { type ExportTicket, exportTicket } from "../../shared/render/ticket.ts";
import { exportTranscript } from "../../shared/render/transcript.ts";
import type { TicketFields } from "../../shared/ticket/ticket-fields.ts";
import { renderedTicket } from "./rendered-ticket.ts";

const DETAILS: Partial<TicketFields> = {
  ...{ detailsSince: "v1", wordingSince: "v1", status: "Open", customerId: "lead-1" },
  title: "Update <b>Email</b> Id",
  description: "<p>Please call.</p><script>alert(1)</script>",
};
const PEOPLE: People = {
  lookedUp: "2026-11-28",
  people: [
    { id: "lead-1", name: "Asha <i>Rao</i>", address: null },
    { id: "lead-1", name: "Somebody else", address: null },
  ],
};

async function detailed(details: Partial<TicketFields>, people?: People): Promise<ExportTicket> {
  const { ticket } = await renderedTicket([{ Text: "On 28 Aug 2024, at 12:38, Asha wrote: hello" }]);
  const document = { ...ticket.document, ticket: { ...ticket.document.ticket, ...details } };
  return exportTicket(ticket.version, document, ticket.contentPath, people);
}

const page = (ticket: ExportTicket): Promise<string> =>
  text(Readable.from(exportTranscript(ticket, { zone: "UTC", open: () => Readable.from([]) })));

describe("a page", () => {
  // X16
  test("has the title and the status of the details", async () => {
    const html = await page(await detailed(DETAILS));

    expect(html).toContain("<title>Ticket #143: Update &lt;b&gt;Email&lt;/b&gt; Id</title>");
    expect(html).toContain("<h1>Ticket #143: <bdi>Update &lt;b&gt;Email&lt;/b&gt; Id</bdi></h1>");
    expect(html).toContain("<dt>Status</dt><dd><bdi>Open</bdi>, by the details of v1</dd>");
    expect(html).not.toContain("The first message begins");
  });

  // X16
  test("has a number and a quoted beginning where there are no details", async () => {
    const html = await page(await detailed({}));

    expect(html).toContain("<title>Ticket #143</title>");
    expect(html).toContain("<h1>Ticket #143</h1>");
    expect(html).toContain("The first message begins: “<bdi>");
    expect(html).not.toContain("<dt>Status</dt>");
  });

  test("shows the description, and earlier ones, without what is hostile in them", async () => {
    const earlier = { firstSeen: "v1", lastSeen: "v2", title: "Before", description: "Please wait." };
    const html = await page(await detailed({ ...DETAILS, wordingSince: "v3", revisions: [earlier] }));

    expect(html).toMatch(/earlier wording, v1 to v2<.*Please wait\..*id="m2".*Please call\..*id="m3"/s);
    expect(html).toContain("<dt>Earlier title</dt><dd><bdi>Before</bdi> (v1 to v2)</dd>");
    expect(html).not.toContain("<script");
  });

  test("names people as they were looked up, and marks that", async () => {
    const html = await page(await detailed(DETAILS, PEOPLE));

    expect(html).toContain(
      "LeadSquared lead <bdi>lead-1</bdi> (<bdi>Asha &lt;i&gt;Rao&lt;/i&gt;</bdi>, as looked up on 2026-11-28)",
    );
  });
});

test("tables and load files have title, status, customer and names; an e-mail has none of them", async () => {
  const ticket = await detailed(DETAILS, PEOPLE);
  const csv = messagesCsv.lines(ticket, () => undefined);
  const dat = datTable.lines(ticket, () => undefined);

  for (const table of [csv, dat]) {
    for (const word of ["Update <b>Email</b> Id", "Open", "lead-1", "Asha <i>Rao</i>", "2026-11-28"])
      expect(table).toContain(word);
  }
  const eml = await text(Readable.from(emlFile(ticket, 0, () => Readable.from([]))));
  expect(eml).toContain("Subject: Ticket #143\r\n");
  expect(eml).not.toMatch(/Update|Asha|lead-1|Open/);
});
