/** `ticketvault terms`: what each question of a list finds, alone and together. */
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { beforeEach, describe, expect, test } from "vitest";
import { besideSandbox } from "./beside-sandbox.ts";

const beside = besideSandbox();
const { run } = beside;

/** One message in each ticket; its description, which has no time, says the same. */
const TEXTS: Readonly<Record<number, string>> = {
  1000: "refund please",
  1001: "refund delay",
  1002: "a delay",
};

beforeEach(async () => {
  for (const [id, html] of Object.entries(TEXTS)) {
    const ticket = structuredClone(beside.sandbox.ticket(Number(id)));
    const [first] = ticket?.ConversationList ?? [];
    if (ticket === undefined || first === undefined) throw new Error(`ticket ${id} is not there`);
    Object.assign(first, { Html: html, Text: html, Attachments: [] });
    ticket.ConversationList = [first];
    beside.sandbox.setTicket(Number(id), { ...ticket, Total: 1 });
  }
  await run("archive", ...Object.keys(TEXTS));
});

async function report(list: string, ...args: string[]) {
  await writeFile(join(beside.folder.path, "terms.txt"), list);
  return run("terms", "terms.txt", ...args);
}

describe("a list of terms", () => {
  test("has hits, tickets, tickets that no other term finds, and the union", async () => {
    const list =
      "# agreed on 1 March\nsent:>=2000 body:refund\n\nsent:>=2000 body:delay\r\nsent:>=2000 body:refund body:delay\nbody:nowhere\n";
    const { terms, union, askedOf } = JSON.parse((await report(list, "--json")).stdout);
    expect(terms).toEqual([
      { question: "sent:>=2000 body:refund", hits: 2, tickets: 2, uniqueTickets: 1 },
      { question: "sent:>=2000 body:delay", hits: 2, tickets: 2, uniqueTickets: 1 },
      { question: "sent:>=2000 body:refund body:delay", hits: 1, tickets: 1, uniqueTickets: 0 },
      { question: "body:nowhere", hits: 0, tickets: 0, uniqueTickets: 0 },
    ]);
    expect(union).toEqual({ hits: 3, tickets: 3 });
    expect(askedOf).toMatchObject({ tickets: 3, ledgerHead: null, notSearched: { incompleteTickets: 0 } });
  });

  test("is written as CSV and as a page, which says what the columns mean and what was searched", async () => {
    const { stdout } = await report("body:refund\n=REFUND\n", "--csv", "--out", "report.html");
    expect(stdout.replace("\ufeff", "").split("\r\n")).toEqual([
      "Number,Term,Hits,Tickets,UniqueTickets",
      "1,body:refund,4,2,2",
      "2,'=REFUND,0,0,0",
      ",All terms together,4,2,",
      "",
    ]);
    const page = await readFile(join(beside.folder.path, "report.html"), "utf8");
    expect(page).toContain('<bdi>body:refund</bdi></th><td class="n">4</td>');
    expect(page).toContain("2 terms together find 2 tickets of 3, by 4 hits.");
    expect(page).toContain("the content of 0 attachments in 0 tickets");
  });

  test("with mistakes names them all by their lines", async () => {
    const { code, stderr } = await report("refund\ncustmer:1\n(refund\n");
    expect(code).toBe(2);
    expect(stderr).toMatch(
      /terms\.txt, line 2: There is no field custmer:[\s\S]*terms\.txt, line 3: This bracket/,
    );
    expect((await report("# nothing\n")).stderr).toContain("terms.txt has no terms");
    expect((await run("terms", "none.txt")).stderr).toContain("The list none.txt cannot be read (ENOENT)");
  });
});
