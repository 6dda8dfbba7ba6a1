/** E-mail files, read back with a parser by others: Python's. */

import { execFile } from "node:child_process";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { describe, expect, test } from "vitest";
import { pngFile } from "../../cli/sandbox/files/png.ts";
import { emlFile } from "../../shared/render/eml.ts";
import { tempFolder } from "../temp.ts";
import { attachmentEntry, type Entry, renderedTicket, textOf } from "./rendered-ticket.ts";

interface Parsed {
  readonly defects: readonly string[];
  readonly headers: readonly (readonly [name: string, value: string])[];
  readonly date: string | null;
  readonly text: string | null;
  readonly html: string | null;
  readonly parts: readonly string[];
  readonly attachments: readonly {
    readonly name: string | null;
    readonly type: string;
    readonly disposition: string | null;
    readonly cid: string | null;
    readonly content: string;
  }[];
}

/** The first message of a ticket, as Python reads its file. */
async function parsed(entry: Entry, files: ReadonlyMap<string, Uint8Array> = new Map()): Promise<Parsed> {
  const { ticket, open } = await renderedTicket([entry], files);
  await using folder = await tempFolder();
  const path = join(folder.path, "message.eml");
  await writeFile(path, emlFile(ticket, 0, open));
  const script = join(import.meta.dirname, "parse-eml.py");
  const { stdout } = await promisify(execFile)("python3", [script, path], { maxBuffer: 2 ** 26 });
  return JSON.parse(stdout);
}

const NO_DATE = "none that can be read: its ticket tells its place";

const headerOf = ({ headers }: Parsed, wanted: string): string[] =>
  headers.filter(([name]) => name.toLowerCase() === wanted.toLowerCase()).map(([, value]) => value.trim());

describe("an e-mail file", () => {
  test("gives another parser the same texts, whatever is in them", async () => {
    const text = "From here\n.\r\n=3D lone \r and ü, 漢字, 😀, trailing \n\n";
    const html = `<p>Grüße &amp; ${"long ".repeat(500)}</p>\r\n.\n--_NmP-143\n`;
    const found = await parsed({ Text: text, Html: html });

    expect(found.defects).toEqual([]);
    expect(found.text).toBe(text);
    expect(found.html).toBe(html);
    expect(found.parts).toEqual(["multipart/alternative", "text/plain", "text/html"]);
  });

  // X14
  test("carries attachments with their bytes and names", async () => {
    const names = [
      "scan (1).pdf",
      "रसीद.txt",
      "Grüße; \u{1F600}.png",
      `${"long ".repeat(20)}name.csv`,
      "mail.eml",
    ];
    const files = new Map(
      names.map((name, index) => [name, Buffer.alloc(40_000 * index + 1, `${index}\r\n.\0`)]),
    );
    const types = [
      "application/pdf",
      "text/plain",
      "image/png; x=y",
      "evil\r\nX-Header: 1",
      "message/rfc822",
    ];
    const found = await parsed(
      {
        Text: "See files",
        Attachments: names.map((name, index) => attachmentEntry(name, { ContentType: types[index] })),
      },
      files,
    );

    expect(found.defects).toEqual([]);
    expect(found.attachments.map(({ name }) => name)).toEqual(names);
    expect(found.attachments.map(({ content }) => content)).toEqual(
      names.map((name) => files.get(name)?.toString("base64")),
    );
    expect(found.attachments.map(({ type }) => type)).toEqual([
      ...["application/pdf", "text/plain", "image/png"],
      ...["application/octet-stream", "application/octet-stream"],
    ]);
  });

  test("gives files with misleading names safe ones", async () => {
    const names = [
      "../../etc/passwd",
      "a\r\nX-Injected: 1",
      "exe\u202Efdp.txt",
      "",
      "nul\0.pdf",
      "C:\\x.bat",
    ];
    const found = await parsed(
      { Text: "x", Attachments: names.map((name) => attachmentEntry(name)) },
      new Map(names.map((name) => [name, Buffer.from("x")])),
    );

    expect(found.attachments.map(({ name }) => name)).toEqual([
      ...["1-etc_passwd", "2-a_X-Injected_1", "3-exe_fdp.txt", "4-file", "5-nul_.pdf", "6-C_x.bat"],
    ]);
    expect(headerOf(found, "X-Injected")).toEqual([]);
  });

  test("relates inline images to the HTML that shows them", async () => {
    const logo = Buffer.concat([...pngFile("logo", 9_000)]);
    const other = Buffer.concat([...pngFile("other", 90_000)]);
    const found = await parsed(
      {
        Text: "x",
        Html: '<img src="cid:logo@x">',
        Attachments: [
          attachmentEntry("other.png", { ContentId: "<other@x>", ContentType: "image/png" }),
          attachmentEntry("logo.png", { ContentId: "<logo@x>", ContentType: "image/png" }),
        ],
      },
      new Map([
        ["logo.png", logo],
        ["other.png", other],
      ]),
    );

    expect(found.attachments.map(({ name, cid, disposition }) => [name, cid, disposition])).toEqual([
      ["logo.png", "<logo@x>", "inline"],
      ["other.png", null, "attachment"],
    ]);
    // Other parts of the message than the order of the attachments.
    expect(found.attachments.map(({ content }) => content)).toEqual(
      [logo, other].map((bytes) => bytes.toString("base64")),
    );
    expect(found.parts).toContain("multipart/related");
  });

  test("has the message's date, and says which headers are made up", async () => {
    const found = await parsed({
      Html: "<p>Subject: RE: Late parcel</p>",
      CreatedOn: "2024-08-28T18:08:36.198+05:30",
    });

    expect(found.date).toBe("2024-08-28T12:38:36+00:00");
    expect(headerOf(found, "X-Ticketvault-Synthetic")).toEqual([
      "From, To, Subject, Message-ID, In-Reply-To, References",
    ]);
    expect(headerOf(found, "Subject")).toEqual(["Ticket #143"]);
    expect(headerOf(found, "Message-ID")).toEqual([
      expect.stringMatching(/^<22824\.143\.131-01\.[0-9a-f]{16}@leadsquared\.invalid>$/),
    ]);
    // F20
    expect(headerOf(found, "References")).toEqual([
      "<22824.143@leadsquared.invalid> <22824.143.131@leadsquared.invalid>",
    ]);
    expect(headerOf(found, "X-Ticketvault-Control-Number")).toEqual(["TV22824-0000000143-0000000131-01"]);
    expect(headerOf(found, "X-Ticketvault-Created")).toEqual(["2024-08-28T12:38:36.198Z"]);
  });

  // X13
  test.each([
    [
      "InboundEmail",
      /^Customer <22824\.143\.customer@/,
      /^Company <22824\.company@/,
      "derived from the direction",
    ],
    [
      "PortalOutbound",
      /^Company <22824\.company@/,
      /^Customer <22824\.143\.customer@/,
      "derived from the direction",
    ],
    ["Other", /^Unknown sender <22824\.143\.unknown@/, /^Ticket 143 <22824\.143@/, "not known"],
  ])("names neutral parties for %s, whoever the user is", async (RelatedActivityType, from, to, parties) => {
    const found = await parsed({ Text: "x", RelatedActivityType });

    expect(found.defects).toEqual([]);
    expect(headerOf(found, "From")[0]).toMatch(from);
    expect(headerOf(found, "To")[0]).toMatch(to);
    expect(headerOf(found, "X-Ticketvault-Parties")).toEqual([parties]);
    expect(headerOf(found, "X-Ticketvault-Created-By")[0]).toMatch(/^a443f7b7-/);
  });

  // X15
  test("has no date where the message has none, says so, and names what is missing", async () => {
    const found = await parsed({
      Text: "x",
      CreatedOn: "soon",
      Id: "odd\r\nX-Injected: 1",
      CreatedBy: "o'<x@y>",
      Attachments: [attachmentEntry("lost ü.pdf")],
    });

    expect(found.date).toBeNull();
    expect(headerOf(found, "X-Ticketvault-Date")).toEqual([NO_DATE]);
    expect(headerOf(found, "X-Ticketvault-Created-Raw")).toEqual(["soon"]);
    expect(headerOf(found, "X-Ticketvault-Missing-Attachment")).toEqual(["1; lost ü.pdf"]);
    expect(headerOf(found, "X-Ticketvault-Conversation")).toEqual(["odd X-Injected: 1"]);
    expect(headerOf(found, "X-Injected")).toEqual([]);
    expect(found.attachments).toEqual([]);
  });

  test.each(["0001-01-01T00:00:00", "1899-12-31T23:59:59", "9999-12-31T23:59:59"])(
    "has no date where the message's is %s, which no e-mail can bear or nobody meant",
    async (raw) => {
      const found = await parsed({ Text: "x", CreatedOn: raw });

      expect(found.date).toBeNull();
      expect(headerOf(found, "X-Ticketvault-Date")).toEqual([NO_DATE]);
      expect(headerOf(found, "X-Ticketvault-Created-Raw")).toEqual([raw]);
    },
  );

  test("is the same bytes for the same message", async () => {
    const entry = { Text: "x", Html: "<p>x</p>", Attachments: [attachmentEntry("a.bin")] };
    const made = async (): Promise<string> => {
      const { ticket, open } = await renderedTicket(
        [entry],
        new Map([["a.bin", Buffer.alloc(100_000, "abc")]]),
      );
      return textOf(emlFile(ticket, 0, open));
    };

    expect(await made()).toBe(await made());
  });

  test("fails when an attachment cannot be read to its end", async () => {
    const { ticket } = await renderedTicket(
      [{ Text: "x", Attachments: [attachmentEntry("a.bin")] }],
      new Map([["a.bin", Buffer.from("abc")]]),
    );
    async function* broken(): AsyncGenerator<Uint8Array> {
      yield Buffer.from("a");
      throw new Error("the disk is gone");
    }

    await expect(textOf(emlFile(ticket, 0, broken))).rejects.toThrow("the disk is gone");
  });

  test("reads an attachment no faster than the file is taken", async () => {
    const { ticket } = await renderedTicket(
      [{ Text: "x", Attachments: [attachmentEntry("a.bin")] }],
      new Map([["a.bin", Buffer.from("abc")]]),
    );
    let read = 0;
    async function* endless(): AsyncGenerator<Uint8Array> {
      for (;;) {
        read += 65_536;
        yield Buffer.alloc(65_536);
      }
    }
    let taken = 0;
    for await (const chunk of emlFile(ticket, 0, endless)) {
      taken += chunk.length;
      expect(read - taken).toBeLessThan(1_000_000);
      if (taken > 5_000_000) break;
    }
  });
});
