/** CSV, load files and text files, read back with readers by others. */

import { parse } from "csv-parse/sync";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { datFile, optFile } from "../../shared/render/loadfile.ts";
import { emlPath, messageName } from "../../shared/render/paths.ts";
import type { Packed, Table } from "../../shared/render/table.ts";
import { attachmentsCsv, messagesCsv, storedPath } from "../../shared/render/tables.ts";
import { textFiles } from "../../shared/render/texts.ts";
import { type ExportTicket, exportTicket } from "../../shared/render/ticket.ts";
import { anyText } from "../any-text.ts";
import { attachmentEntry, renderedTicket } from "./rendered-ticket.ts";

type Row = Record<string, string>;

const { ticket } = await renderedTicket(
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
const [, second] = ticket.document.conversations;
const everything = (): { size: number; sha256: string } => ({ size: 1_000, sha256: "cd".repeat(32) });

const rowsOf = (table: Table, packed: Packed = everything): Row[] =>
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
      expect(text.startsWith("\ufeffTicket,Version,Message,")).toBe(true);
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
    const read = (table: Table): Row[] =>
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
    expect([row?.["Eml"], row?.["Transcript"]]).toEqual(["eml/143/0001-131.eml", "transcripts/143.html"]);
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
      TextFile: "text/143/0001-131.txt",
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
  test("are readable by their delimiters, whatever the fields hold", () => {
    const rows = readDat(datFile.header + datFile.lines(ticket, everything));
    expect(rows.map(({ DocType }) => DocType)).toEqual([
      "Message",
      "Message",
      "Attachment",
      "Attachment",
      "Message",
    ]);
    expect(
      rows.every((row) => Object.keys(row).length === 26 && !Object.values(row).includes("not a field")),
    ).toBe(true);
  });

  test("give each message and its attachments one family range", () => {
    const rows = readDat(datFile.header + datFile.lines(ticket, everything));
    const first = "TV22824-0000000143-0002-000";
    expect(rows.map(({ BegAttach, EndAttach }) => `${BegAttach} ${EndAttach}`).slice(1, 4)).toEqual(
      Array(3).fill(`${first} TV22824-0000000143-0002-002`),
    );
    expect(rows.map(({ ParentId }) => ParentId)).toEqual(["", "", first, first, ""]);
    expect(new Set(rows.map(({ BegDoc }) => BegDoc)).size).toBe(5);
  });

  test("name native and text files, with the native's digest; a missing attachment has a sheet in its place", () => {
    const rows = readDat(datFile.header + datFile.lines(ticket, everything));
    const name = second === undefined ? "" : messageName(1, second);
    expect(rows[1]).toMatchObject({
      ...{ NativePath: `eml\\143\\${name}.eml`, TextPath: `text\\143\\${name}.txt` },
      ...{ FileSize: "1000", Sha256: "cd".repeat(32) },
    });
    expect(rows[2]).toMatchObject({ TextPath: "", FileSize: "3", Status: "stored" });
    expect(rows[3]).toMatchObject({
      ...{ NativePath: "", TextPath: `text\\143\\${name}-002.txt`, Status: "not stored: gone" },
    });
  });

  // F25
  test("name no e-mail file where the export has none", () => {
    const rows = readDat(datFile.header + datFile.lines(ticket, () => undefined));
    expect(rows.filter((row) => Object.values(row).some((value) => value.includes(".eml")))).toEqual([]);
    expect(rows[0]).toMatchObject({ NativePath: "", Status: "text only: this export has no e-mail files" });
  });

  test("list in the Opticon file each document that has a native file", () => {
    const lines = optFile.lines(ticket, everything).split("\r\n").slice(0, -1);
    expect(lines).toHaveLength(4);
    expect(lines[0]).toBe("TV22824-0000000143-0001-000,EXPORT,eml\\143\\0001-131.eml,Y,,,1");
  });

  test("hold what the formats use for themselves in a form that no reader takes for it", async () => {
    const name = "Acme®, 1,5 %.pdf";
    const odd = await renderedTicket(
      [{ Attachments: [attachmentEntry(name)] }],
      new Map([[name, Buffer.from("a")]]),
    );
    const rows = readDat(datFile.header + datFile.lines(odd.ticket, everything));
    expect(rows[1]).toMatchObject({ FileName: "Acme(R), 1,5 %.pdf" });
    const lines = optFile.lines(odd.ticket, everything).split("\r\n").slice(0, -1);
    expect(lines.map((line) => line.split(",").length)).toEqual([7, 7]);
  });
});

describe("an attachment whose name has the sign that load files quote with", async () => {
  const name = "Þórþ.pdf";
  const { ticket: archived } = await renderedTicket(
    [{ Attachments: [attachmentEntry(name)] }],
    new Map([[name, Buffer.from("a")]]),
  );
  const nativeOf = (odd: ExportTicket): Row | undefined =>
    readDat(datFile.header + datFile.lines(odd, everything))[1];

  test("is named where it stands", () => {
    const [attachment] = archived.document.conversations[0]?.attachments ?? [];
    if (attachment?.status !== "stored") throw new Error("not stored");
    expect(nativeOf(archived)).toMatchObject({
      NativePath: storedPath(archived, attachment).replaceAll("/", "\\"),
      Status: "stored",
    });
  });

  test("is named by a sheet where the archive holds it under that name", async () => {
    const before = await exportTicket(archived.version, archived.document, (path) =>
      `v1/content/${path}`.replace("th.pdf", "þ.pdf"),
    );
    const sheet = "text/143/0001-131-001.txt";
    expect(nativeOf(before)).toMatchObject({
      ...{ NativePath: "", TextPath: sheet.replaceAll("/", "\\"), FileSize: "1" },
      Status: "stored: TextPath says where",
    });
    expect(optFile.lines(before, everything)).not.toContain("attachments");
    const text = [...textFiles(before)].find(({ path }) => path === sheet)?.bytes ?? "";
    expect(Buffer.from(text).toString()).toContain(
      "\nPath: tickets/143/v1/content/attachments/131/1-Þórþ.pdf\n",
    );
  });
});

describe("the text files", () => {
  test("are one for each message, and a sheet for each missing attachment", () => {
    const files = [...textFiles(ticket)].map(({ path, bytes }) => [path, Buffer.from(bytes).toString()]);
    expect(files.map(([path = ""]) => path.replace(/id-[0-9a-f]{16}/, "ID"))).toEqual([
      "text/143/0001-131.txt",
      "text/143/0002-ID.txt",
      "text/143/0002-ID-002.txt",
      "text/143/0003-140.txt",
    ]);
    expect(files[2]?.[1]).toContain("Reason: gone");
    expect(files[3]?.[1]).toBe("=3\n");
  });
});

test("paths made of hostile ids are distinct and safe in folders and zips", () => {
  const [conversation] = ticket.document.conversations;
  if (conversation === undefined) throw new Error("no conversation");
  fc.assert(
    fc.property(fc.array(fc.option(anyText()), { maxLength: 5 }), (ids) => {
      const paths = ids.map((id, index) => emlPath(143, index, { ...conversation, id }));
      expect(new Set(paths.map((path) => path.toLowerCase())).size).toBe(ids.length);
      for (const path of paths)
        expect(path).toMatch(/^eml\/143\/\d{4}-(?:none|\d{1,19}|id-[0-9a-f]{16})\.eml$/);
    }),
    { numRuns: 50 },
  );
});
