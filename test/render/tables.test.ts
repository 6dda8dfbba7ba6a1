/** CSV, load files and text files, read back with readers by others. */

import { parse } from "csv-parse/sync";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { datTable, loadfileCsv } from "../../shared/render/loadfile.ts";
import { emlPath } from "../../shared/render/paths.ts";
import type { Packed, PlainTable } from "../../shared/render/table.ts";
import { attachmentsCsv, messagesCsv } from "../../shared/render/tables.ts";
import { textFiles } from "../../shared/render/texts.ts";
import { anyText } from "../any-text.ts";
import { attachmentEntry, type RenderedTicket, renderedTicket } from "./rendered-ticket.ts";

type Row = Record<string, string>;

const { ticket, open } = await renderedTicket(
  [
    { Text: '=HYPERLINK("http://x.test","a")', Id: 131 },
    {
      Text: 'þ "quoted", \u0014\r\nnext',
      Id: "@odd",
      RelatedActivityType: "+Cmd",
      Attachments: [
        attachmentEntry("-1+1.csv", { FileSize: 3 }),
        attachmentEntry("\t=2.pdf", { FileSize: 9 }),
      ],
    },
    { Html: "<p>&#32;=3</p>", Text: null, Id: 140 },
  ],
  new Map([["-1+1.csv", Buffer.from("abc")]]),
);
const everything: Packed = (path) => ({
  ...{ path, size: 1_000, sha256: "cd".repeat(32), md5: "ef".repeat(16) },
});

const rowsOf = (table: PlainTable, packed: Packed = everything): Row[] =>
  parse(table.header + table.lines(ticket, packed), { columns: true, bom: true });

/** Reads a Concordance file by its delimiters. */
function readDat(text: string): Row[] {
  const [head = [], ...lines] = text
    .replace(/^\ufeff/, "")
    .split("\r\n")
    .slice(0, -1)
    .map((line) => line.split("\u0014").map((field) => /^þ([^þ]*)þ$/.exec(field)?.[1] ?? "not a field"));
  return lines.map((line) => Object.fromEntries(line.map((field, index) => [head[index], field])));
}

describe("the tables for spreadsheets", () => {
  test("are CSV with CRLF and a byte order mark, of which no cell begins like a formula", () => {
    for (const table of [messagesCsv, attachmentsCsv]) {
      const text = table.header + table.lines(ticket, everything);
      expect(text.startsWith("\ufeffControlNumber,Ticket,Version,Message,")).toBe(true);
      expect(text.endsWith("\r\n")).toBe(true);
      const cells = rowsOf(table).flatMap((row) => Object.values(row));
      expect(cells.filter((cell) => /^\s*[=+\-@\t\r]/.test(cell))).toEqual([]);
    }
  });

  test("keep a cell of several lines together for a reader to whom any line end ends a row", async () => {
    const name = "a\nb\r@c.pdf";
    const { ticket: lines } = await renderedTicket([
      { Html: "<p>Hello</p><p>any news?</p><p>@SUM(1)</p>", Attachments: [attachmentEntry(name)] },
    ]);
    const read = (table: PlainTable): Row[] =>
      parse(table.header + table.lines(lines, everything), {
        ...{ columns: true, bom: true, record_delimiter: ["\r\n", "\n", "\r"] },
      });
    expect(read(messagesCsv)).toMatchObject([{ Ticket: "143", Text: "Hello\n\nany news?\n\n@SUM(1)" }]);
    expect(read(attachmentsCsv)).toMatchObject([{ Ticket: "143", FileName: name }]);
  });

  test("keep what they neutralize, behind a quote", () => {
    expect(rowsOf(messagesCsv).map(({ Text }) => Text)).toEqual([
      '\'=HYPERLINK("http://x.test","a")',
      'þ "quoted", \ufffd\nnext',
      "'=3",
    ]);
    expect(rowsOf(attachmentsCsv).map(({ FileName }) => FileName)).toEqual(["'-1+1.csv", "'\t=2.pdf"]);
  });

  test("have a row for each message and each attachment, the missing ones with their reason", () => {
    expect(rowsOf(messagesCsv).map(({ AttachmentsNotStored }) => AttachmentsNotStored)).toEqual([
      "0",
      "1",
      "0",
    ]);
    expect(rowsOf(attachmentsCsv).map(({ Status, Reason, Path }) => [Status, Reason, Path])).toEqual([
      [
        "stored",
        "",
        expect.stringMatching(/^tickets\/143\/v1\/content\/attachments\/id-[0-9a-f]{16}\/1-_?-1\+1\.csv$/),
      ],
      ["failed", "gone", ""],
    ]);
  });

  test("name the files that the export has, and no others", () => {
    const [row] = rowsOf(messagesCsv);
    expect([row?.["Eml"], row?.["Transcript"]]).toEqual(["eml/143/131-01.eml", "transcripts/143.html"]);
    const without = rowsOf(messagesCsv, () => undefined);
    expect(without.map(({ Eml }) => Eml)).toEqual(["", "", ""]);
  });

  // F24
  test("cut a text that no cell of a spreadsheet takes, and say so beside its whole length", async () => {
    const { ticket: long } = await renderedTicket([{ Text: "x".repeat(100_000) }, { Text: "short" }]);
    const rows: Row[] = parse(messagesCsv.header + messagesCsv.lines(long, everything), {
      columns: true,
      bom: true,
    });
    expect(rows[0]?.["Text"]).toHaveLength(32_001);
    expect(rows[0]).toMatchObject({
      TextCharacters: "100000",
      TextIsCut: "yes",
      TextFile: "text/143/131-01.txt",
    });
    expect(rows[1]).toMatchObject({ TextCharacters: "5", TextIsCut: "no" });
  });

  // F27
  test.each([
    ["12345678901234567890", "'12345678901234567890"],
    ["00143", "'00143"],
    ["1e5", "'1e5"],
    ["2024-08-28", "'2024-08-28"],
    ["143", "143"],
    ["a443f7b7-d1fd", "a443f7b7-d1fd"],
  ])("keep the id %s as text: %s", async (Id, cell) => {
    const { ticket: odd } = await renderedTicket([{ Text: "x", Id, CreatedOn: "2024-08-28T12:00:36.198" }]);
    const [row]: Row[] = parse(messagesCsv.header + messagesCsv.lines(odd, everything), {
      columns: true,
      bom: true,
    });
    expect(row).toMatchObject({ ConversationId: cell, CreatedAsReceived: "'2024-08-28T12:00:36.198" });
    expect(row).toMatchObject({ CreatedUtc: "2024-08-28T12:00:36.198Z" });
  });
});

describe("the load files", () => {
  const rows = readDat(datTable.header + datTable.lines(ticket, everything));
  const ID = ticket.shown[1]?.key.replace("-", "_");

  test("are readable by their delimiters, whatever the fields hold", () => {
    expect(rows.map(({ DOCTYPE }) => DOCTYPE)).toEqual([
      "Message",
      "Message",
      "Attachment",
      "Attachment",
      "Message",
    ]);
    expect(rows.flatMap((row) => Object.values(row))).not.toContain("not a field");
    expect(new Set(rows.map((row) => Object.keys(row).length)).size).toBe(1);
  });

  test("say the same as DAT and as CSV", () => {
    const csv: Row[] = parse(loadfileCsv.header + loadfileCsv.lines(ticket, everything), {
      columns: true,
      bom: true,
    });
    const plain = (text = ""): string => text.replace(/^'/, "");
    expect(csv.map((row) => Object.keys(row))).toEqual(rows.map((row) => Object.keys(row)));
    for (const [index, row] of csv.entries())
      for (const field of ["DOCID", "DATETIMESENT", "SHA256HASH", "ITEMPATH", "FILE_STATUS"])
        expect(plain(row[field])).toBe(rows[index]?.[field]);
  });

  test("give each message and its attachments one family", () => {
    const first = `TV22824-0000000143-${ID}-01`;
    expect(rows.map(({ BEGATTACH, ENDATTACH }) => `${BEGATTACH} ${ENDATTACH}`).slice(1, 4)).toEqual(
      Array(3).fill(`${first} ${first}-002`),
    );
    expect(rows.map(({ PARENT_DOCID }) => PARENT_DOCID)).toEqual(["", "", first, first, ""]);
    expect(rows[1]).toMatchObject({ ATTACH_DOCIDS: `${first}-001; ${first}-002`, ATTACH_COUNT: "2" });
    expect(new Set(rows.map(({ DOCID }) => DOCID)).size).toBe(5);
    // What DISCO takes as a number of a document.
    for (const { DOCID } of rows) expect(DOCID).toMatch(/^[A-Za-z0-9_-]+$/);
  });

  test("name native and text files, with the native's digests; a missing attachment has a sheet in its place", () => {
    expect(rows[1]).toMatchObject({
      ...{ ITEMPATH: `eml\\143\\${ID}-01.eml`, TEXTPATH: `text\\143\\${ID}-01.txt` },
      ...{ FILESIZE: "1000", SHA256HASH: "cd".repeat(32), MD5HASH: "ef".repeat(16), FILEEXT: "eml" },
    });
    expect(rows[2]).toMatchObject({ FILE_STATUS: "stored", FILEEXT: "csv", FILENAME: "-1+1.csv" });
    expect(rows[3]).toMatchObject({
      ...{ ITEMPATH: "", TEXTPATH: `text\\143\\${ID}-01-002.txt`, FILE_STATUS: "not stored: gone" },
    });
  });

  // X13
  test("derive the parties from the direction, and say so", () => {
    expect(rows[0]).toMatchObject({
      ...{ FROM: "Customer", TO: "Company", PARTIES: "derived from the direction" },
      ...{ DATETIMESENT: "2024-08-28 12:00:36", TIMEZONE: "UTC", VERSION_FIRST_SEEN: "v1" },
      ...{ VERSION_LAST_SEEN: "", STANDING: "listed", EDITED: "N", REMOVED: "N" },
    });
    expect(rows[1]).toMatchObject({ TO: "Ticket 143", PARTIES: "not known" });
  });

  // F25
  test("name no e-mail file where the export has none", () => {
    const without = readDat(datTable.header + datTable.lines(ticket, () => undefined));
    expect(without.filter((row) => Object.values(row).some((value) => value.includes(".eml")))).toEqual([]);
    expect(without[0]).toMatchObject({
      ITEMPATH: "",
      FILE_STATUS: "text only: this export has no e-mail files",
    });
  });

  test("hold what the format uses for itself in a form that no reader takes for it", async () => {
    const name = "Acme®, 1,5 þ %.pdf";
    const odd = await renderedTicket(
      [{ Attachments: [attachmentEntry(name)] }],
      new Map([[name, Buffer.from("a")]]),
    );
    const [, attachment] = readDat(datTable.header + datTable.lines(odd.ticket, everything));
    expect(attachment).toMatchObject({ FILENAME: "Acme(R), 1,5 th %.pdf" });
    expect(attachment?.["ITEMPATH"]).toMatch(/\\1-Acme_1_5_th_\.pdf$/);
  });
});

describe("the text files", () => {
  const textsOf = async ({ ticket, open }: RenderedTicket): Promise<string[][]> => {
    const found: string[][] = [];
    for await (const { path, bytes } of textFiles(ticket, open))
      found.push([path.replace(/id-[0-9a-f]{16}|id_[0-9a-f]{16}/, "ID"), Buffer.from(bytes).toString()]);
    return found;
  };

  test("are one for each message and each attachment that is text, and a sheet for each missing attachment", async () => {
    const files = await textsOf({ ticket, open });
    expect(files.map(([path]) => path)).toEqual([
      "text/143/131-01.txt",
      "text/143/ID-01.txt",
      "text/143/ID-01-001.txt",
      "text/143/ID-01-002.txt",
      "text/143/140-01.txt",
    ]);
    expect(files[2]?.[1]).toBe("abc\n");
    expect(files[3]?.[1]).toContain("Reason: gone");
    expect(files[4]?.[1]).toBe("=3\n");
  });

  test.each([
    ["UTF-8", Buffer.from("Grüße, 漢字"), "Grüße, 漢字\n"],
    ["UTF-8 with its mark", Buffer.from("\ufeffa"), "a\n"],
    ["UTF-16", Buffer.from("\ufeffGrüße", "utf16le"), "Grüße\n"],
    ["Windows-1252", Buffer.from("Grüße", "latin1"), "Grüße\n"],
    ["no text at all", Buffer.from("a\0b"), undefined],
  ])("decode an attachment of %s", async (_what, bytes, text) => {
    const name = "notes.txt";
    const files = await textsOf(
      await renderedTicket([{ Text: "x", Attachments: [attachmentEntry(name)] }], new Map([[name, bytes]])),
    );
    expect(files[1]?.[1]).toBe(text);
  });
});

test("paths made of hostile ids are distinct and safe in folders and zips", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.option(anyText()), { maxLength: 5 }), async (ids) => {
      const { ticket } = await renderedTicket(ids.map((Id) => ({ Id, Text: "x" })));
      const paths = ticket.shown.map((message) => emlPath(143, message).toLowerCase());
      expect(new Set(paths).size).toBe(paths.length);
      for (const path of paths)
        expect(path).toMatch(/^eml\/143\/(?:none|\d{1,19}|id_[0-9a-f]{16})(?:_\d+)?-\d\d\.eml$/);
    }),
    { numRuns: 50 },
  );
});
