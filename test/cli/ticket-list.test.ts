/** The list of tickets that a command is given: from a file or standard input, and never without saying what was read. */

import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { Readable } from "node:stream";
import { expect, test } from "vitest";
import { readTicketList } from "../../cli/ticket-list.ts";
import { tempFolder } from "../temp.ts";

function readBy(path: string, stdin = "") {
  const notes: string[] = [];
  const note = (line: string) => void notes.push(line);
  return { notes, list: readTicketList({ path, note, stdin: Readable.from([Buffer.from(stdin)]) }) };
}

test("a list comes from standard input as -, and the column that was read is said", async () => {
  const { list, notes } = readBy("-", "Note,Ticket Id\na,#143\n");

  expect((await list).ids).toEqual([143]);
  expect(notes).toEqual(['Ticket numbers from standard input, column 2 of 2, "Ticket Id".']);
});

test("what is wrong with a list is said with its file and line, and with nothing read", async () => {
  await using folder = await tempFolder();
  const path = join(folder.path, "list.csv");
  await writeFile(path, "Id\n14x3\n");
  const bad = readBy(path);
  await expect(bad.list).rejects.toMatchObject({
    code: "usage",
    message: `${path} line 2: "14x3" is not an id. Give the number in the ticket page's address, such as 143 or #143.`,
  });
  const gone = readBy(join(folder.path, "none.csv"));
  await expect(gone.list).rejects.toMatchObject({
    code: "usage",
    message: expect.stringContaining("cannot be read (ENOENT)"),
  });
  expect([...bad.notes, ...gone.notes]).toEqual([]);
});
