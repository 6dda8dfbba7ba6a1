/** Transcripts in a real browser, opened from a folder: hostile messages do nothing, ordinary ones read well. */

import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import type { Browser, Frame } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type TempFolder, tempFolder } from "../temp.ts";
import { seriousFindings } from "./accessible.ts";
import { launch, openFile, type WatchedPage } from "./browser.ts";
import { HOSTILE_MESSAGES, hostileMessage } from "./hostile.ts";
import { FOCUSED, LOW_CONTRAST, OUTLINE } from "./page-checks.ts";
import { editedTicket, hostileTicket, ordinaryTicket, writeTranscript } from "./pages.ts";

let browser: Browser;
let folder: TempFolder;
let hostile: string;
let ordinary: string;
let edited: string;
beforeAll(async () => {
  browser = await launch();
  folder = await tempFolder();
  hostile = await writeTranscript(folder.path, await hostileTicket());
  ordinary = await writeTranscript(folder.path, await ordinaryTicket());
  edited = await writeTranscript(folder.path, await editedTicket());
});
afterAll(async () => {
  await browser.close();
  await folder[Symbol.asyncDispose]();
});

function pathOf(kind: string): string {
  if (kind === "hostile") return hostile;
  return kind === "edited" ? edited : ordinary;
}

const opened = (path: string): Promise<WatchedPage> => openFile(browser, path);

interface Outline {
  readonly lang: string;
  readonly title: string;
  readonly landmarks: readonly string[];
  readonly headings: readonly number[];
  readonly unnamed: number;
  readonly unscoped: number;
  readonly withoutAlt: number;
}

describe("a transcript of 200 hostile messages", () => {
  test("runs nothing, asks for nothing and says nothing, whatever one points at or clicks on", async () => {
    const { page, requests, said, evaluate } = await opened(hostile);
    await evaluate(`(async () => {
      for (const element of document.querySelectorAll("article *")) {
        for (const type of ["pointerover", "mouseover", "mouseenter", "focus", "error", "load", "toggle", "animationstart"]) {
          element.dispatchEvent(new Event(type, { bubbles: true }));
        }
        if (!element.closest("a")) element.click?.();
      }
      await new Promise((resolve) => setTimeout(resolve, 1000));
    })()`);

    expect(requests).toEqual([]);
    expect(said).toEqual([]);
    expect(await evaluate("window.canary")).toBeUndefined();
    expect(page.url()).toBe(pathToFileURL(hostile).href);
    expect(page.context().pages().length).toBe(1);
    await page.close();
  });

  test("keeps every message in its place, and nothing of the page can be taken over", async () => {
    const { page, evaluate } = await opened(hostile);

    expect(await evaluate("document.querySelectorAll('body > main > article').length")).toBe(
      HOSTILE_MESSAGES,
    );
    expect(await evaluate("document.querySelectorAll('article').length")).toBe(HOSTILE_MESSAGES);
    expect(await evaluate<Outline>(OUTLINE)).toMatchObject({
      landmarks: ["header.page", "nav", "main", "footer.page"],
      title: "Ticket #666",
    });
    expect(
      await evaluate(
        `Array.from(document.querySelectorAll("script, iframe, object, embed, form, input, button, link, base, video, audio, svg, math, dialog, article style"), (each) => each.outerHTML)`,
      ),
    ).toEqual([]);
    expect(
      await evaluate(`Array.from(document.querySelectorAll(".body, .body *")).filter((each) => {
        const { position, backgroundImage, opacity } = getComputedStyle(each);
        const named = each.getAttributeNames().filter((name) => !["class", "style", "dir", "lang", "src", "alt", "width", "height", "colspan", "rowspan", "role", "aria-label", "tabindex"].includes(name));
        return named.length > 0 || position !== "static" || backgroundImage !== "none" || opacity !== "1";
      }).map((each) => each.outerHTML)`),
    ).toEqual([]);
    expect(await evaluate(LOW_CONTRAST)).toEqual([]);
    await page.close();
  });

  test("is made of messages that do harm where nothing stops them", async () => {
    const frames = Array.from({ length: HOSTILE_MESSAGES }, (_, n) => {
      const source = hostileMessage(n).replaceAll("&", "&amp;").replaceAll('"', "&quot;");
      return `<iframe name="message-${n}" srcdoc="${source}"></iframe>`;
    });
    const path = join(folder.path, "unprotected.html");
    await writeFile(path, frames.join("\n"));
    const page = await browser.newPage();
    const harmful = new Set<string>();
    await page.route(/^https?:/, (route) => {
      harmful.add(messageOf(route.request().frame()));
      return route.abort();
    });
    await page.goto(pathToFileURL(path).href, { waitUntil: "commit" });

    await expect.poll(() => harmful.size, { timeout: 30_000 }).toBeGreaterThan(HOSTILE_MESSAGES / 2);
    await page.close();
  });
});

/** The name of the message's frame, also for a frame that the message made. */
function messageOf(frame: Frame): string {
  const parent = frame.parentFrame();
  return parent?.parentFrame() ? messageOf(parent) : frame.name();
}

describe.each(["hostile", "ordinary", "edited"])("a page of %s messages", (kind) => {
  // F26
  test.each([
    [1280, "light"],
    [360, "dark"],
  ] as const)("at %i px in %s has nothing that axe calls serious", async (width, colorScheme) => {
    const watched = await openFile(browser, pathOf(kind), { width, height: 800 });
    await watched.page.emulateMedia({ colorScheme });

    expect(await seriousFindings(watched)).toEqual([]);
    expect(await watched.evaluate(LOW_CONTRAST)).toEqual([]);
    await watched.page.close();
  });
});

describe("an ordinary transcript", () => {
  test("shows its inline images", async () => {
    const { page, said, evaluate } = await opened(ordinary);

    expect(await evaluate("Array.from(document.images, (each) => each.naturalWidth)")).toEqual([240]);
    expect(said).toEqual([]);
    await page.close();
  });

  test("has landmarks, an order of headings, names and contrast for those who need them", async () => {
    const { page, evaluate } = await opened(ordinary);
    const { headings, ...outline } = await evaluate<Outline>(OUTLINE);

    expect(outline).toMatchObject({
      ...{ lang: "en", title: "Ticket #143", unnamed: 0, unscoped: 0, withoutAlt: 0 },
      landmarks: ["header.page", "nav", "main", "footer.page"],
    });
    expect(headings[0]).toBe(1);
    expect(headings.filter((level) => level === 1)).toHaveLength(1);
    expect(headings.every((level, index) => index === 0 || level <= (headings[index - 1] ?? 0) + 1)).toBe(
      true,
    );
    expect(await evaluate(LOW_CONTRAST)).toEqual([]);
    await page.close();
  });

  test("is read with the keyboard alone, and shows where one is", async () => {
    const { page, evaluate } = await opened(ordinary);
    const stops: string[] = [];
    for (let n = 0; n < 12; n += 1) {
      await page.keyboard.press("Tab");
      const { what, outline } = await evaluate<{ what: string; outline: string }>(FOCUSED);
      if (outline === "solid") stops.push(what);
    }

    expect(stops.slice(0, 2)).toEqual(["Skip to the messages", "All tickets of this export"]);
    expect(stops).toEqual(expect.arrayContaining(["image001.png", "invoice.pdf", "Quoted earlier messages"]));
    await page.close();
  });

  test("opens the folded quotation with a key, and without a script", async () => {
    const { page } = await opened(ordinary);
    const quoted = page.getByText("the parcel came broken", { exact: true });

    expect(await quoted.isVisible()).toBe(false);
    await page.locator("summary").press("Enter");
    expect(await quoted.isVisible()).toBe(true);
    await page.close();
  });

  test("prints to PDF, with the folded quotation open", async () => {
    const { page } = await opened(ordinary);
    await page.emulateMedia({ media: "print" });

    expect(await page.getByText("the parcel came broken", { exact: true }).isVisible()).toBe(true);
    expect(await page.getByText("Skip to the messages").isVisible()).toBe(false);
    const pdf = await page.pdf({ format: "A4" });
    expect(pdf.subarray(0, 5).toString()).toBe("%PDF-");
    await page.close();
  });

  test("fits a narrow screen without scrolling sideways", async () => {
    const watched = await openFile(browser, ordinary, { width: 360, height: 700 });

    expect(await watched.evaluate("document.documentElement.scrollWidth")).toBeLessThanOrEqual(360);
    await watched.page.close();
  });
});
