/** Every e-mail file of a production, read by other people's parsers: the same texts and files, whatever their names. */
import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { ticketPlace } from "../../../shared/archive/place.ts";
import { readPublished } from "../../../shared/archive/read-published.ts";
import { sha256Hex } from "../../../shared/digest.ts";
import type { Conversation } from "../../../shared/ticket/document.ts";
import { ORG } from "../../export/generated-vault.ts";
import { produce } from "../production.ts";
import { javaLines, linesOf } from "../run.ts";
import { type Program, tell } from "../told.ts";
import { type VaultOfAll, vaultOfAll } from "../vault-of-all.ts";

type Read = (files: readonly string[], cwd: string) => Promise<string[]>;

const PROGRAMS: readonly [readonly [Program, Read], ...(readonly [Program, Read])[]] = [
  [
    { name: "Python's email", version: "3.11", limits: "" },
    (files, cwd) => linesOf("python3", [join(import.meta.dirname, "mail.py"), ...files], cwd),
  ],
  [
    { name: "Angus Mail", version: "2.0.3", limits: "" },
    (files, cwd) => javaLines("mail", ["Mail", "angus", ...files], cwd),
  ],
  [
    { name: "mime4j", version: "0.8.14", limits: "" },
    (files, cwd) => javaLines("mail", ["Mail", "mime4j", ...files], cwd),
  ],
];

let all: VaultOfAll;
let files: string[] = [];
/** Of each file: ticket, conversation, wording, subject, and the digests of texts and attachments. */
const expected: string[] = [];
beforeAll(async () => {
  all = await vaultOfAll(3);
  const { bags } = await produce(all, "mail", { formats: ["eml"] });
  for (const bag of bags) {
    const found = await readdir(bag, { recursive: true });
    files.push(
      ...found
        .filter((name) => name.endsWith(".eml") && name.includes("/eml/"))
        .map((name) => join(bag, name)),
    );
  }
  files = files.toSorted();
  for (const ticketId of all.tickets) {
    const { document } = await readPublished(ticketPlace(all.store, ORG, ticketId), undefined);
    const { description } = document.ticket;
    if (description !== null) expected.push(ofDescription(ticketId, description));
    for (const each of document.conversations) expected.push(...linesFor(ticketId, each));
  }
});
afterAll(() => all[Symbol.asyncDispose]());

/** The description is a mail without a conversation. */
function ofDescription(ticketId: number, description: string): string {
  return [ticketId, "-", 1, `Ticket #${ticketId}`, "-", sha256Hex(description)].join("\t");
}

/** Only a message without attachments was edited, so that each wording has all of its message's. */
function linesFor(ticketId: number, message: Conversation): string[] {
  const kept = message.attachments.flatMap((each) => (each.status === "failed" ? [] : [each.sha256]));
  const sha256 = (words: string | null) => (words === null || words === "" ? "-" : sha256Hex(words));
  return [...message.revisions, message].map(({ text, html }, index) =>
    [
      ticketId,
      message.id,
      index + 1,
      `Ticket #${ticketId}`,
      sha256(text),
      sha256(html),
      ...kept.toSorted(),
    ].join("\t"),
  );
}

/** Without the names of attachments, and these by their digests. */
function digestsOnly(line: string): string {
  const fields = line.split("\t");
  const kept = fields.slice(6).map((field) => field.slice(-64));
  return [...fields.slice(0, 6), ...kept.toSorted()].join("\t");
}

describe.each(PROGRAMS)("$name", (program, read) => {
  it("reads texts and attachments of every file with their bytes", async () => {
    const lines = await read(files, all.folder.path);

    expect(lines.map(digestsOnly).toSorted()).toEqual(expected.toSorted());
    const asked = "to read every mail of a production: hostile names and texts, an edited message";
    tell("mail", program, asked, "every text and attachment with its bytes; the names that Python reads");
  });
});

it.each(PROGRAMS.slice(1))(
  "$name reads the same names of attachments as Python does",
  async (_program, read) => {
    const [[, python]] = PROGRAMS;

    expect(await read(files, all.folder.path)).toEqual(await python(files, all.folder.path));
  },
);
