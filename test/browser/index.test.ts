/** The index of an export in a real browser: its search works from a folder, and nothing else runs. */

import type { Browser } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type TempFolder, tempFolder } from "../temp.ts";
import { launch, openFile, type WatchedPage } from "./browser.ts";
import { LOW_CONTRAST, OUTLINE } from "./page-checks.ts";
import { ordinaryTicket, writeIndex, writeTranscript } from "./pages.ts";

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
  evaluate(`Array.from(document.querySelectorAll("tbody tr:not([hidden]) th"), (each) => each.textContent)`);

test("finds tickets by words of the subject, by people, by number and by date", async () => {
  const watched = await opened();
  const { page } = watched;
  const words = page.getByLabel("Search number, beginning and people");
  const search = async (text: string): Promise<string[]> => {
    await words.fill(text);
    return rows(watched);
  };

  expect(await rows(watched)).toHaveLength(52);
  expect(await search("ORDER a-12")).toEqual(["#1012"]);
  expect(await search("P7@Example.com")).toEqual(["#1007"]);
  expect(await search("#143")).toEqual(["#143"]);
  expect(await search("no such words")).toEqual([]);
  expect(await page.getByRole("status").textContent()).toBe("0 of 52 tickets");
  await search("");
  await page.getByLabel("Messages from").fill("2025-09-01");
  expect(await rows(watched)).toEqual(["#1008", "#1017", "#1026", "#1035", "#1044"]);
  await page.getByLabel("to (UTC)").fill("2025-09-10");
  expect(await rows(watched)).toEqual([]);
  expect(watched.said).toEqual([]);
  expect(watched.requests).toEqual([]);
  await page.close();
});

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

test("is the whole table where scripts are switched off", async () => {
  const context = await browser.newContext({ javaScriptEnabled: false });
  const page = await context.newPage();
  await page.goto(`file://${index}`);

  expect(await page.getByRole("row").count()).toBe(53);
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
