/** `ticketvault search`: finds what was archived, says what the answer is about, and shows mistakes. */
import { rm, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { besideSandbox } from "./beside-sandbox.ts";

const beside = besideSandbox();
const { run } = beside;
const found = async (...args: string[]) => JSON.parse((await run("search", "--json", ...args)).stdout);
const WORDS = "vault.22824.words.sqlite";
const inFolder = (name: string): string => join(beside.folder.path, name);

/** Changes what the sandbox says of ticket 143. */
function reword(html: string | undefined): void {
  const ticket = structuredClone(beside.sandbox.ticket(143));
  const [first] = ticket?.ConversationList ?? [];
  if (ticket === undefined || first === undefined) throw new Error("ticket 143 is not there");
  if (html === undefined) ticket.ConversationList.shift();
  else first.Html = html;
  beside.sandbox.setTicket(143, ticket);
}

describe("a question", () => {
  test("finds what archive has just archived: each wording, and what was removed at the source", async () => {
    await run("archive", "143");
    reword("<p>Where is my <b>zebra</b>?</p>");
    await run("archive", "143");
    reword(undefined);
    await run("archive", "143");
    const { hits, messages, tickets, index } = await found("zebra is:removed is:edited");

    expect({ messages, tickets }).toEqual({ messages: 1, tickets: 1 });
    expect(hits).toMatchObject(
      [{ ticket: 143, wording: 2, removed: true, isCurrent: true, marked: ["zebra"], snippet: /zebra/ }].map(
        (hit) => ({ ...hit, snippet: expect.stringMatching(hit.snippet) }),
      ),
    );
    expect(index).toMatchObject({ tickets: 1, behind: 0, notSearched: { incompleteTickets: 0 } });
  });

  test("is answered for people, newest first, with what was not searched", async () => {
    beside.sandbox.fault({ on: "attachment", ticketId: 143, kind: "status", status: 404 });
    await run("archive", "143");
    const { code, stdout, stderr } = await run("search", "email", "--limit", "2", "--zone", "Asia/Kolkata");

    expect(code).toBe(0);
    expect(stdout).toMatch(/^#143 {2}2024-08-28 19:25 {2}inbound email {2}Update Email Id\n {4}.*email/);
    expect(stderr).toMatch(/^4 messages in 1 ticket, of which the newest 2 are shown\.$/m);
    expect(stderr).toMatch(
      /^Searched: 1 ticket, up to what was archived by 20.*\. Dates and times are in Asia\/Kolkata\.$/m,
    );
    expect(stderr).toMatch(
      /^Not searched: the content of 1 attachment in 1 ticket .*; what is missing of 1 incomplete ticket\.$/m,
    );
  });

  test("is counted, and written as CSV with whole texts", async () => {
    await run("archive", "143");
    expect((await run("search", "--count", "email")).stdout).toBe("4 messages in 1 ticket\n");
    const { stdout } = await run("search", "--csv", "has:attachment");
    expect(stdout.split("\r\n")).toHaveLength(3);
    expect(stdout).toMatch(/\r\n143,\d+,1,yes,no,2024-08-28T/);
  });

  test("finds people by the names that were looked up, and dates in the zone that is set", async () => {
    await run("archive", "143");
    const [hit] = (await found("direction:inbound")).hits;
    await writeFile(inFolder("people.csv"), `id,name,address\n${hit.author},Asha Rao,asha@example.com\n`);
    expect((await found('from:"asha rao"', "--people", "people.csv")).messages).toBeGreaterThan(0);
    expect((await found("sent:2024-08-28T19:25", "--zone", "Asia/Kolkata")).messages).toBe(1);
    expect((await found("sent:2024-08-28T19:25")).messages).toBe(0);
  });

  test("that finds nothing ends with 3", async () => {
    await run("archive", "143");
    expect(await run("search", "nowhere")).toMatchObject({ code: 3, stdout: "" });
    expect((await run("search", "held:yes OR matter:x")).code).toBe(3);
  });

  test.each([
    [["custmer:12"], /There is no field custmer:\. Did you mean customer:\?.*\n {2}custmer:12\n {2}\^/],
    [[], /Nothing is asked/],
    [["refund", "--zone", "Mars"], /"Mars" is not a time zone/],
    [["refund", "--limit", "0"], /--limit "0": give a number/],
    [
      ["refund"],
      /There is no index of words at \.\/vault\.22824\.words\.sqlite: `ticketvault search --update`/,
    ],
  ])("with a mistake ends with 2: %j", async (args, said) => {
    expect(await run("search", ...args)).toMatchObject({ code: 2, stderr: expect.stringMatching(said) });
  });
});

describe("an index of words", () => {
  test("that was lost is made anew from the vault, and again only what has changed is read", async () => {
    await run("archive", "143", "1000");
    const before = await found("email OR order");
    expect((await stat(inFolder(WORDS))).mode & 0o077).toBe(0);
    for (const name of [WORDS, `${WORDS}-wal`, `${WORDS}-shm`]) await rm(inFolder(name), { force: true });
    expect(JSON.parse((await run("search", "--update", "--json")).stdout)).toMatchObject({
      updated: 2,
      unchanged: 0,
    });
    expect((await found("email OR order")).hits).toEqual(before.hits);

    await rm(inFolder("vault/archive/22824/1000"), { recursive: true });
    const { stderr } = await run("search", "--update", "email");
    expect(stderr).toContain("0 tickets put into ./vault.22824.words.sqlite, 1 in it already, 1 taken out");
  });

  test("that lags behind the vault says so", async () => {
    await run("archive", "143");
    for (const name of [WORDS, `${WORDS}-wal`, `${WORDS}-shm`]) await rm(inFolder(name), { force: true });
    await run("archive", "1000");
    expect((await run("search", "email")).stderr).toMatch(/^Not up to date: 1 ticket newer in the vault\./m);
    await run("search", "--update");
    expect((await found("email")).index.behind).toBe(0);
  });

  test("that cannot be written stops no archiving", async () => {
    await writeFile(inFolder(WORDS), "This is something else, and longer than a header.".repeat(100));
    const { code, stderr } = await run("archive", "143");
    expect(code).toBe(0);
    expect(stderr).toContain("warning  search.not-updated  ");
    expect((await stat(inFolder("vault/archive/22824/143"))).isDirectory()).toBe(true);
    expect((await run("search", "email")).stderr).toMatch(/is no index of words.*search --update/);
  });
});
