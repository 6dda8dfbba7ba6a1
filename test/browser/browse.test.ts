/** The reading window in a real browser: its link, hostile messages, keyboard, phone width, dark mode. */
import { pathToFileURL } from "node:url";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { startSandbox } from "../../cli/sandbox/sandbox.ts";
import { envOf, runHere } from "../cli/command.ts";
import { type ReadingWindow, readingWindow } from "../cli/reading-window.ts";
import { type TempFolder, tempFolder } from "../temp.ts";
import { seriousFindings } from "./accessible.ts";
import { launch } from "./browser.ts";
import { HOSTILE_MESSAGES, hostileMessage } from "./hostile.ts";
import { LOW_CONTRAST } from "./page-checks.ts";

const HOSTILE = 1001;

let browser: Browser;
let folder: TempFolder;
let window: ReadingWindow;
let page: Page;
/** URLs that were asked for beside the window's own, and all that pages said. */
const requests: string[] = [];
const said: string[] = [];
beforeAll(async () => {
  browser = await launch();
  folder = await tempFolder();
  await using sandbox = Object.assign(await startSandbox({ tickets: 3, limit: { calls: 10_000 } }), {
    async [Symbol.asyncDispose]() {
      await sandbox.close();
    },
  });
  const ticket = structuredClone(sandbox.ticket(HOSTILE));
  const [first] = ticket?.ConversationList ?? [];
  if (ticket === undefined || first === undefined) throw new Error("the ticket is not there");
  ticket.ConversationList = Array.from({ length: HOSTILE_MESSAGES }, (_, n) => ({
    ...first,
    ...{ Id: 5_000 + n, Html: `zebra ${hostileMessage(n)}`, Attachments: [] },
  }));
  sandbox.setTicket(HOSTILE, { ...ticket, Total: HOSTILE_MESSAGES });
  const env = envOf(sandbox);
  const archive = () => runHere(["archive", "143", "1000", String(HOSTILE)], { cwd: folder.path, env });
  await archive();
  const edited = structuredClone(sandbox.ticket(143));
  const [message] = edited?.ConversationList ?? [];
  if (edited !== undefined && message !== undefined) {
    message.Html = "<p>Something else</p>";
    sandbox.setTicket(143, edited);
  }
  await archive();
  window = await readingWindow(folder.path, sandbox);
  page = await browser.newPage({ viewport: { width: 1280, height: 900 } });
  page.on("request", (request) => {
    const { protocol, host } = new URL(request.url());
    if (host !== window.host && protocol !== "file:" && protocol !== "data:") requests.push(request.url());
  });
  page.on("console", (message) => said.push(message.text()));
  page.on("pageerror", (error) => said.push(error.message));
  page.on("dialog", async (dialog) => {
    said.push(`dialog: ${dialog.message()}`);
    await dialog.dismiss();
  });
  await page.goto(pathToFileURL(window.link).href);
  await page.waitForURL(`http://${window.host}/`);
});
afterAll(async () => {
  await window[Symbol.asyncDispose]();
  await browser.close();
  await folder[Symbol.asyncDispose]();
});

const at = (path: string): string => `http://${window.host}${path}`;

/** Evaluates in the page, whatever its policy. */
async function evaluate<Value>(expression: string): Promise<Value> {
  const devtools = await page.context().newCDPSession(page);
  const { result, exceptionDetails } = await devtools.send("Runtime.evaluate", {
    ...{ expression, returnByValue: true, awaitPromise: true },
  });
  await devtools.detach();
  if (exceptionDetails !== undefined) throw new Error(exceptionDetails.exception?.description);
  return result.value;
}

test("the link's file leads in, and no other browser follows", async () => {
  expect(await page.locator("h1").innerText()).toContain("Messages, the newest first");
  const other = await (await browser.newContext()).newPage();
  expect((await other.goto(at("/")))?.status()).toBe(403);
  await other.goto(pathToFileURL(window.link).href);
  await other.waitForURL(/\/open\//);
  expect(await other.locator("body").innerText()).toContain("This link was used.");
  await other.context().close();
});

describe("hostile messages", () => {
  test.each(["/?q=zebra", "/?q=zebra&page=1", `/ticket/${HOSTILE}`])("run nothing in %s", async (path) => {
    await page.goto(at(path));
    await evaluate(`(async () => {
      for (const element of document.querySelectorAll("main *")) {
        for (const type of ["pointerover", "mouseover", "focus", "error", "load", "toggle"])
          element.dispatchEvent(new Event(type, { bubbles: true }));
      }
      await new Promise((resolve) => setTimeout(resolve, 500));
    })()`);
    expect(requests).toEqual([]);
    expect(said).toEqual([]);
    expect(await evaluate("window.canary")).toBeUndefined();
    expect(
      await evaluate("document.querySelectorAll('script, iframe, object, embed, link, base').length"),
    ).toBe(0);
    expect(page.url()).toBe(at(path));
  });
});

describe.each([
  ["/", "a list"],
  ["/?q=custmer:1", "a mistake"],
  ["/ticket/143", "a ticket with wordings side by side"],
])("%s, %s", (path) => {
  test.each(["light", "dark"] as const)("can be read by all, %s and on a phone", async (colorScheme) => {
    await page.emulateMedia({ colorScheme });
    for (const width of [360, 1280]) {
      await page.setViewportSize({ width, height: 800 });
      await page.goto(at(path));
      expect(await seriousFindings({ page, requests, said, evaluate })).toEqual([]);
      expect(await evaluate(LOW_CONTRAST)).toEqual([]);
      expect(await evaluate("document.documentElement.scrollWidth <= innerWidth")).toBe(true);
    }
  });
});

test("a reader needs no mouse: from the search box to a message, and to the file behind it", async () => {
  await page.goto(at("/"));
  await page.keyboard.press("Tab");
  expect(await evaluate("document.activeElement.className")).toBe("skip");
  await page.keyboard.press("Tab");
  await page.keyboard.type("ticket:143 email");
  await page.keyboard.press("Enter");
  await page.waitForURL(/q=ticket/);
  expect(await page.locator("mark").count()).toBeGreaterThan(0);
  await page.locator(".hits a").first().focus();
  await page.keyboard.press("Enter");
  await page.waitForURL(/\/ticket\/143/);
  expect(await page.locator(".wordings > article").count()).toBe(2);
  const download = page.waitForEvent("download");
  await page.locator('a[href*="/file/"]').first().focus();
  await page.keyboard.press("Enter");
  expect((await download).suggestedFilename()).toBe("ticket.json");
});
