/** Mailboxes, read back with a reader by others: Python's. */
import { execFile } from "node:child_process";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { expect, test } from "vitest";
import { sha256Hex } from "../../shared/digest.ts";
import { mboxFile } from "../../shared/render/mbox.ts";
import { tempFolder } from "../temp.ts";
import { attachmentEntry, renderedTicket, textOf } from "./rendered-ticket.ts";

test("hold every message of a ticket whole, also one whose fields begin like a separator", async () => {
  const file = Buffer.alloc(100_000, "From here\n");
  const { ticket, open } = await renderedTicket(
    [
      { Text: "From the first\nFrom line on.\n", CreatedBy: "From me" },
      { Text: "Second", Attachments: [attachmentEntry("From here.bin")], CreatedOn: "soon" },
    ],
    new Map([["From here.bin", file]]),
  );
  await using folder = await tempFolder();
  const path = join(folder.path, "143.mbox");
  await writeFile(path, mboxFile(ticket, open));

  const script = join(import.meta.dirname, "read-mbox.py");
  const { stdout } = await promisify(execFile)("python3", [script, path]);

  expect(JSON.parse(stdout)).toMatchObject([
    { text: "From the first\nFrom line on.\n", defects: [], attachments: [] },
    { text: "Second", defects: [], attachments: [sha256Hex(file)] },
  ]);
  expect(await textOf(mboxFile(ticket, open))).toMatch(
    /^From ticketvault@leadsquared\.invalid Wed Aug 28 12:00:36 2024\n/,
  );
});
