/** What Chromium makes of the pages of over 200 messages: the words of the text files, nothing glued, no number broken. */

import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { CORPUS } from "../render/corpus/corpus.ts";
import { SAID_BY_ELEMENTS, wordsOfText } from "../render/corpus/words.ts";
import { type RenderedTicket, renderedTicket } from "../render/rendered-ticket.ts";
import { type TempFolder, tempFolder } from "../temp.ts";
import { seriousFindings } from "./accessible.ts";
import { launch, openFile, type WatchedPage } from "./browser.ts";
import { BROKEN_NUMBERS, saidByBodies, TOO_WIDE } from "./page-words.ts";
import { writeTranscript } from "./pages.ts";

let browser: Browser;
let folder: TempFolder;
let corpus: RenderedTicket;
let path: string;
beforeAll(async () => {
  browser = await launch();
  folder = await tempFolder();
  corpus = await renderedTicket(CORPUS.map(({ html }) => ({ Html: html })));
  path = await writeTranscript(folder.path, corpus);
});
afterAll(async () => {
  await browser.close();
  await folder[Symbol.asyncDispose]();
});

/** What is shown of each message, its folded quotations open. */
async function said({ evaluate }: WatchedPage): Promise<string[]> {
  return evaluate(saidByBodies(SAID_BY_ELEMENTS));
}

describe("a page of the corpus", () => {
  // X1 to X9
  test("says, as Chromium shows it, what the text files say", async () => {
    const watched = await openFile(browser, path, { width: 1280, height: 900 });
    const shown = await said(watched);

    for (const [index, { name }] of CORPUS.entries()) {
      expect(wordsOfText(shown[index] ?? ""), name).toEqual(
        wordsOfText(corpus.ticket.messages[index]?.text ?? ""),
      );
    }
    await watched.page.close();
  });

  // X10
  test.each([1280, 360])("breaks no number at %i px, and is no wider than the window", async (width) => {
    const watched = await openFile(browser, path, { width, height: 900 });

    expect(await watched.evaluate(BROKEN_NUMBERS)).toEqual([]);
    expect(await watched.evaluate(TOO_WIDE)).toEqual([]);
    await watched.page.close();
  });

  // X10
  test("breaks no number on paper", async () => {
    const watched = await openFile(browser, path, { width: 720, height: 900 });
    await watched.page.emulateMedia({ media: "print" });

    expect(await watched.evaluate(BROKEN_NUMBERS)).toEqual([]);
    await watched.page.close();
  });

  // F26
  test.each(["light", "dark"] as const)("has nothing that axe calls serious in %s", async (colorScheme) => {
    const watched = await openFile(browser, path, { width: 1280, height: 900 });
    await watched.page.emulateMedia({ colorScheme });

    expect(await seriousFindings(watched)).toEqual([]);
    await watched.page.close();
  });
});
