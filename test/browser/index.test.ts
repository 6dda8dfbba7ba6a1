/** The index of an export in a real browser: its search works from a folder, and nothing else runs. */

import type { Browser } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type TempFolder, tempFolder } from "../temp.ts";
import { launch, openFile, type WatchedPage } from "./browser.ts";
import { LOW_CONTRAST, OUTLINE } from "./page-checks.ts";
import { ordinaryTicket, writeIndex, writeLargeIndex, writeTranscript } from "./pages.ts";

let browser: Browser;
let folder: TempFolder;
let index: string;
beforeAll(async () => {
  browser = await launch();
  folder = await tempFolder();
  index = await writeIndex(folder.path);
  await writeTranscript(folder.path, await ordinaryTicket());
});
afterAll(async () => {
  await browser.close();
  await folder[Symbol.asyncDispose]();
});

const opened = (): Promise<WatchedPage> => openFile(browser, index);

const rows = ({ evaluate }: WatchedPage): Promise<string[]> =>
  evaluate(`Array.from(document.querySelectorAll("tbody th"), (each) => each.textContent)`);

test("finds tickets and messages by words of texts, people, numbers, dates and what they are", async () => {
  const watched = await opened();
  const { page } = watched;
  const words = page.getByLabel("Search numbers");
  const search = async (text: string): Promise<string[]> => {
    await words.fill(text);
    return rows(watched);
  };
  const choose = async (label: string, option: string): Promise<string[]> => {
    await page.getByLabel(label).selectOption(option);
    return rows(watched);
  };

  expect(await rows(watched)).toHaveLength(52);
  expect(await search("ORDER a-12")).toEqual(["#1012"]);
  expect(await search("on its WAY, 17")).toEqual(["#1017"]);
  expect(await search("P7@Example.com")).toEqual(["#1007"]);
  expect(await search("scan-9.pdf")).toEqual(["#1009"]);
  expect(await search("#143")).toEqual(["#143"]);
  expect(await search("no such words")).toEqual([]);
  expect(await page.getByRole("status").textContent()).toMatch(/^0 of 52 tickets, 0 of \d+ messages$/);
  await search("");
  expect(await choose("At the source", "changed")).toEqual(["#1005"]);
  expect(await choose("List", "messages")).toEqual(["#1005, 2"]);
  await choose("List", "tickets");
  await choose("At the source", "");
  expect(await choose("Archive", "incomplete")).toContain("#1010");
  await choose("Archive", "");
  await page.getByLabel("Sent from").fill("2025-09-01");
  expect(await rows(watched)).toEqual(["#1008", "#1017", "#1026", "#1035", "#1044"]);
  expect(await choose("Direction", "outbound")).toEqual(["#1017", "#1035"]);
  await page.getByLabel("to (UTC)").fill("2025-09-10");
  expect(await rows(watched)).toEqual([]);
  expect(watched.said).toEqual([]);
  expect(watched.requests).toEqual([]);
  await page.close();
});

test("sorts by what its columns show, either way", async () => {
  const watched = await opened();
  const { page } = watched;
  const first = async (): Promise<string | undefined> => (await rows(watched))[0];

  expect(await first()).toBe("#143");
  await page.getByRole("button", { name: "Ticket" }).click();
  expect(await first()).toBe("#1049");
  await page.getByRole("button", { name: "First message" }).click();
  await page.getByRole("button", { name: "First message" }).click();
  expect(await first()).toBe("#1044");
  expect(await page.locator("th[aria-sort=descending]").textContent()).toBe("First message");
  await page.close();
});

// X18
test("opens 10,000 tickets with 50,000 messages within 3 s, and answers a keystroke within 0.2 s", async () => {
  const path = await writeLargeIndex(folder.path, 10_000);
  // Other programs have the machine too: what the page needs is what it took at best.
  const opened: number[] = [];
  const answered: number[][] = [];
  for (let round = 0; round < 3; round += 1) {
    const page = await browser.newPage();
    const started = performance.now();
    await page.goto(`file://${path}`);
    await page.getByRole("status").filter({ hasText: "10,000 tickets, 50,000 messages" }).waitFor();
    opened.push(performance.now() - started);
    answered.push(await page.evaluate<number[]>(KEYSTROKES));
    expect(await page.getByRole("status").textContent()).toBe("1 of 10,000 tickets, 1 of 50,000 messages");
    await page.close();
  }
  const best = answered[0]?.map((_, key) => Math.min(...answered.map((each) => each[key] ?? 0))) ?? [];

  expect(Math.min(...opened)).toBeLessThan(3_000);
  expect(best).toHaveLength(6);
  expect(Math.max(...best)).toBeLessThan(200);
});

/** Types and clears a search; gives for each change the time until the page was laid out again, in ms. */
const KEYSTROKES = `["r", "re", "refund p", "", "रसीद grü", "unique49999"].map((text) => {
  const words = document.getElementById("words");
  const started = performance.now();
  words.value = text;
  words.dispatchEvent(new Event("input", { bubbles: true }));
  document.body.getBoundingClientRect();
  return performance.now() - started;
})`;

test("runs its own script and no other", async () => {
  const watched = await opened();
  await watched.evaluate(`(async () => {
    const script = document.createElement("script");
    script.textContent = "window.canary = 1";
    document.body.append(script);
  })()`);

  expect(await watched.evaluate("window.canary")).toBeUndefined();
  expect(watched.said.join()).toContain("Content Security Policy");
  await watched.page.close();
});

test("is a list of all tickets where scripts are switched off", async () => {
  const context = await browser.newContext({ javaScriptEnabled: false });
  const page = await context.newPage();
  await page.goto(`file://${index}`);

  expect(await page.getByRole("listitem").count()).toBe(52);
  expect(await page.locator("form").isVisible()).toBe(false);
  await context.close();
});

test("is labelled and has contrast for those who need it", async () => {
  const watched = await opened();

  expect(await watched.evaluate(OUTLINE)).toMatchObject({
    ...{ lang: "en", landmarks: ["header.page", "main", "footer.page"], headings: [1] },
    ...{ unlabelled: 0, unscoped: 0 },
  });
  expect(await watched.evaluate(LOW_CONTRAST)).toEqual([]);
  await watched.page.close();
});

test("leads to a transcript and back with the keyboard", async () => {
  const page = await browser.newPage();
  await page.goto(`file://${index}`);
  await page.getByRole("link", { name: "#143" }).press("Enter");
  await page.waitForURL("**/transcripts/143.html");
  await page.getByRole("link", { name: "All tickets of this export" }).press("Enter");
  await page.waitForURL("**/index.html");

  expect(await page.getByRole("row").count()).toBe(53);
  await page.close();
});
