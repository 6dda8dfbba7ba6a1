/** The description of a ticket: a document of its own in every form of an export, whatever else the ticket holds. */
import { Readable } from "node:stream";
import { expect, test } from "vitest";
import { controlNumber } from "../../shared/render/control-number.ts";
import { emlFile } from "../../shared/render/eml.ts";
import { datTable } from "../../shared/render/loadfile.ts";
import { emlPath } from "../../shared/render/paths.ts";
import { messagesCsv } from "../../shared/render/tables.ts";
import { textFiles } from "../../shared/render/texts.ts";
import { type ExportTicket, exportTicket } from "../../shared/render/ticket.ts";
import { exportTranscript } from "../../shared/render/transcript.ts";
import type { TicketFields } from "../../shared/ticket/ticket-fields.ts";
import { collect } from "../store/collect.ts";
import { type Entry, renderedTicket, textOf } from "./rendered-ticket.ts";

const NUMBER = "TV22824-0000000143-description-01";

async function described(entries: readonly Entry[], fields: Partial<TicketFields>): Promise<ExportTicket> {
  const { ticket } = await renderedTicket(entries);
  const details = { ...ticket.document.ticket, detailsSince: "v1", wordingSince: "v1", ...fields };
  return exportTicket(ticket.version, { ...ticket.document, ticket: details }, ticket.contentPath);
}

const open = (): Readable => Readable.from([]);
const said = { description: "<p>The parcel is <b>not</b> here.</p>" };

test("of a ticket without a conversation it has a row, a line of the load file, a text and an e-mail", async () => {
  const ticket = await described([], said);
  const texts = await collect(textFiles(ticket, open));

  expect(messagesCsv.lines(ticket, () => undefined)).toMatch(
    new RegExp(`^${NUMBER},143,.*The parcel is not here\\.`),
  );
  expect(datTable.lines(ticket, () => undefined)).toContain(`þ${NUMBER}þ`);
  expect(datTable.lines(ticket, () => undefined)).toContain("þDescriptionþ");
  expect(texts.map(({ path, bytes }) => [path, Buffer.from(bytes).toString()])).toEqual([
    ["text/143/description-01.txt", "The parcel is not here.\n"],
  ]);
  const eml = await textOf(emlFile(ticket, 0, open));
  expect(eml).toContain(`X-Ticketvault-Control-Number: ${NUMBER}\r\n`);
  expect(eml).toContain("X-Ticketvault-Type: Description\r\n");
  expect(eml).toContain(Buffer.from(said.description).toString("base64").slice(0, 40));
});

test("its number and its e-mail stay as they are when messages come and the title changes", async () => {
  const before = await described([], { ...said, title: "Late" });
  const after = await described([{ Text: "Hello" }], {
    ...said,
    title: "Lost",
    wordingSince: "v2",
    revisions: [{ firstSeen: "v1", lastSeen: "v1", title: "Late", ...said }],
  });

  expect(after.shown.map((message) => controlNumber(after.version, message))).toEqual([
    NUMBER,
    "TV22824-0000000143-0000000131-01",
  ]);
  expect(after.shown.map((message) => emlPath(143, message))).toContain("eml/143/description-01.eml");
  expect(await textOf(emlFile(after, 0, open))).toBe(await textOf(emlFile(before, 0, open)));
});

test.each([
  ["edited", "<p>Here now.</p>", ["earlier wording, v1 to v2", "listed"]],
  ["taken away", null, ["not listed by LeadSquared since v3"]],
  ["emptied", "  ", ["not listed by LeadSquared since v3"]],
])("one that was %s stays, and says so", async (_, description, standings) => {
  const revisions = [{ firstSeen: "v1", lastSeen: "v2", title: null, ...said }];
  const ticket = await described([], { description, wordingSince: "v3", revisions });

  expect(ticket.shown.map(({ standing }) => standing)).toEqual(standings);
});

test("a ticket that never had one has none", async () => {
  const ticket = await described([{ Text: "Hello" }], { description: null });
  expect(ticket.shown.map(({ key }) => key)).toEqual(["131"]);
});

test("pictures that it shows are said not to be in the archive", async () => {
  const ticket = await described([], {
    description: '<p>See <img src="https://files.leadsquared.com/a.png"></p>',
  });
  const page = await textOf(exportTranscript(ticket, { zone: "UTC", open }));

  expect(page).toContain("[remote image blocked: files.leadsquared.com]");
  expect(page).toContain("The description shows pictures from elsewhere: they are not in the archive.");
});
