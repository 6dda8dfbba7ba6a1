/** Lists of tickets as people have them: read as what they are, or refused with file, line and what to do. */
import { describe, expect, test } from "vitest";
import { ticketsOfRange, ticketsOfTable } from "../../shared/archive/ticket-list.ts";

function listOf(text: string | Uint8Array, column?: string) {
  const bytes = Buffer.from(text);
  const body = async function* () {
    // In two pieces, as a file of any length comes.
    yield bytes.subarray(0, 21);
    yield bytes.subarray(21);
  };
  return ticketsOfTable({ body: body(), name: "list.csv", column });
}

const utf16be = (text: string) => Buffer.from(text, "utf16le").swap16();

describe("a list of tickets", () => {
  test.each([
    ["one column with a heading", "TicketId\n143\n#144\n", [143, 144]],
    ["no heading", "143\n144", [143, 144]],
    ["a heading of another name over the only column", "Nummer\n143\n", [143]],
    ["the ticket's column before one called Id", "Id,ticket_id\n9,143\n", [143]],
    ["semicolons, with commas in the texts", "Note;TICKET ID\na, b, c;143\n", [143]],
    ["semicolons, with quoted commas in the heading", '"Note, long, text";Ticket\na;143\n', [143]],
    ["tabs", "Note\tTicket\na, b; c\t143\n", [143]],
    ["quotes, line ends in fields, empty lines", 'Note,Id\n"a\n""b""",143\n\n\nc,144\n', [143, 144]],
    ["rows that end early", "Id,Note\n143\n144,a\n", [143, 144]],
    ["line ends of all kinds", "Id,Note\n143,a\r\n144,b\r145,c\r\n146,d\n", [143, 144, 145, 146]],
    ["line ends of all kinds, the first a CR", "Id\r143\n144\r\n145", [143, 144, 145]],
    ["Windows line ends and a byte order mark", "\ufeffId\r\n143\r\n", [143]],
    // X22
    ["a quotation mark within a field", 'Note,Id\n5" disk,143\nthe "old" one,144\n', [143, 144]],
    ["numbers kept as text by a formula", 'Id,Note\n="1001",a\n"=""1002""",b\n', [1001, 1002]],
    ["numbers kept as text by an apostrophe", "Id\n'1001\n", [1001]],
    ["numbers of a column of decimals", "Id;Note\n143.0;a\n#144.00;b\n145,0;c\n", [143, 144, 145]],
    ["rows and columns without content", ",,,\nId,Note,,\n143,a,,\n,,,\n ,\t,,\n144,b,,\n", [143, 144]],
    ["Excel's first line", "sep=;\r\nNote;Id\r\na, b;143\r\n", [143]],
    ["Excel's first line, in quotes, for tabs", '"sep=\t"\nNote\tId\na\t143\n', [143]],
    ["blanks and no-break spaces", "Id\n 143 \n\u00a0144\u00a0\n", [143, 144]],
    ["UTF-16 with its mark", Buffer.from("\ufeffTicket\tNote\r\n143\té\r\n", "utf16le"), [143]],
    ["UTF-16, the other way round", utf16be("\ufeffTicket\r\n143\r\n"), [143]],
    ["UTF-16 without its mark", Buffer.from("Ticket;Note\r\n143;é\r\n", "utf16le"), [143]],
    ["a text in Latin-1 beside the numbers", Buffer.from("Id;Note\n143;Müller\n", "latin1"), [143]],
  ])("is read with %s", async (_what, text, ids) => {
    expect((await listOf(text)).ids).toEqual(ids);
  });

  test("counts duplicates, and says which column it took", async () => {
    const named = await listOf("Id,Nr. im System\n1,143\n2,144\n3,#143\n", "NR IM SYSTEM");
    const numbered = await listOf("Anna,143\nBert,144\n", "2");
    const found = await listOf("Note,Ticket Id\na,143\n");

    expect(named).toEqual({ ids: [143, 144], duplicates: 1, column: 'column 2 of 2, "Nr. im System"' });
    expect(numbered).toEqual({ ids: [143, 144], duplicates: 0, column: "column 2 of 2, no heading" });
    expect(found.column).toBe('column 2 of 2, "Ticket Id"');
  });

  test.each([
    ["a bad id", "Id\n143\n14x3\n", 'list.csv line 3: "14x3" is not an id'],
    ["an empty field", "Id,Note\n143,a\n,b\n", 'list.csv line 3: "" is not an id'],
    [
      "an unquoted comma",
      "Note,Id\na,143\nb, 5,144\n",
      "line 3: there are 3 fields, and 2 in the first line",
    ],
    ["a bad id after line ends of all kinds", "Id\r\n143\n144\r145\r\nx\n", 'list.csv line 5: "x"'],
    // X21
    [
      "columns none of which is known",
      "S.No,Case Number,Status\n1,201,Open\n",
      'none with a usual heading such as TicketId: "S.No", "Case Number", "Status"',
    ],
    ["several columns without a heading", "Anna,143\nBert,144\n", 'TicketId: "Anna", "143"'],
    ["a usual heading that stands twice", "Id,Ticket,ticket\n1,2,3\n", 'the heading "Ticket" twice'],
    ["digits in the first line that are no id", "14x3\n143\n", 'list.csv line 1: "14x3"'],
    // X22
    ["thousands, which would be other tickets", 'Id;Note\n1.000;a\n"2,000";b\n', '"1.000" is not an id'],
    ["a number that a spreadsheet shortened", "Id\n1.23E+05\n", '"1.23E+05" is not an id'],
    ["an open quote", 'Id,Note\n143,a\n144,"b\n145,c\n', "list.csv line 3: a field there or below begins"],
    [
      "a quote that takes lines with it",
      'Id,Note\n143,"5 disk\n144,b\n145,c" x\n',
      "list.csv line 2: a field",
    ],
    ["a quote that takes a megabyte", `Id,Note\n143,"${"x\n".repeat(600_000)}`, "list.csv line 2: a field"],
    ["a workbook", Buffer.from("PK\x03\x04\0\0rest of a zip"), "is a workbook: save the list as CSV"],
    ["an old workbook", Buffer.from([0xd0, 0xcf, 0x11, 0xe0, 0xa1]), "is a workbook"],
    ["bytes that are no text", Buffer.from("Id\n143\n\0\0\n"), "is no text"],
    ["nothing", "", "names no ticket"],
    ["rows without content", ",,,\n,,,\n", "names no ticket"],
    ["a heading only", "TicketId\n", "names no ticket"],
  ])("is refused for %s", async (_what, text, message) => {
    await expect(listOf(text)).rejects.toMatchObject({
      code: "usage",
      message: expect.stringContaining(message),
    });
  });

  test.each(["Ticket", "3", "0", "-"])(
    "is refused without the column %s, with those there are",
    async (name) => {
      await expect(listOf("Id,Note\n143,a\n", name)).rejects.toThrow(
        `no column "${name}"; its first line has "Id", "Note"`,
      );
    },
  );

  test("passes on that the file broke off", async () => {
    const body = async function* () {
      yield Buffer.from("Id\n143\n");
      throw new Error("disk gone");
    };

    await expect(ticketsOfTable({ body: body(), name: "list.csv" })).rejects.toThrow("disk gone");
  });

  test("may be a range, the right way round and not endless", () => {
    expect(ticketsOfRange(5, 7).ids).toEqual([5, 6, 7]);
    expect(() => ticketsOfRange(7, 5)).toThrow("smaller number first");
    expect(() => ticketsOfRange(1, 1_000_001)).toThrow("split it");
  });
});
