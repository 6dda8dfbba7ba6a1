/** The site that `npm run site` makes, opened from its folder: every page and link is there, nothing else is asked for, and it is searched. */
import { execFileSync } from "node:child_process";
import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { seriousFindings } from "./accessible.ts";
import { launch, openFile, type WatchedPage } from "./browser.ts";

const ROOT = join(import.meta.dirname, "../..");
const SITE = join(ROOT, "site");

let browser: Browser;
beforeAll(async () => {
  execFileSync("npm", ["run", "--silent", "site"], { cwd: ROOT, stdio: ["ignore", "ignore", "inherit"] });
  browser = await launch();
}, 300_000);
afterAll(() => browser.close());

const open = (name: string, size = { width: 1200, height: 900 }): Promise<WatchedPage> =>
  openFile(browser, join(SITE, name), size, SITE);

/** A page's links and its anchors, as the browser resolves them. */
const LINKS = `Array.from(document.querySelectorAll("a[href], img[src], link[href], script[src]"), (each) => each.href || each.src)`;
const ANCHORS = `Array.from(document.querySelectorAll("[id]"), (each) => each.id)`;

test("every page loads nothing but files of the site, and no link in it is dead", async () => {
  const pages = readdirSync(SITE).filter((name) => name.endsWith(".html"));
  const anchors = new Map<string, readonly string[]>();
  const links: { from: string; to: URL }[] = [];
  const watched = await open("index.html");
  for (const name of pages) {
    await watched.page.goto(pathToFileURL(join(SITE, name)).href);
    expect([name, watched.requests, watched.said]).toEqual([name, [], []]);
    anchors.set(name, await watched.evaluate<string[]>(ANCHORS));
    const found = await watched.evaluate<string[]>(LINKS);
    links.push(...found.map((to) => ({ from: name, to: new URL(to) })));
  }
  await watched.page.close();
  const within = links.filter(({ to }) => to.protocol === "file:");
  const dead = within.filter(({ to }) => {
    const target = fileURLToPath(new URL(to.pathname, to));
    const anchor = decodeURIComponent(to.hash.slice(1));
    const known = anchors.get(target.slice(SITE.length + 1));
    return !existsSync(target) || (anchor !== "" && known !== undefined && !known.includes(anchor));
  });

  expect(pages).toEqual(expect.arrayContaining(["index.html", "deploy.html", "evidence.html"]));
  expect(within.length).toBeGreaterThan(1_000);
  expect(within.every(({ to }) => to.href.startsWith(pathToFileURL(SITE).href))).toBe(true);
  expect(dead.map(({ from, to }) => `${from}: ${to}`)).toEqual([]);
});

test("a word is found without network, from the box of any page", async () => {
  const watched = await open("costs.html");

  await watched.page.locator("input[name=q]").first().fill("heartbeat");
  await watched.page.keyboard.press("Enter");
  await watched.page.waitForSelector("#search-results a");

  expect(await watched.page.locator("#search-results").innerText()).toMatch(/Evidence/);
  expect([watched.requests, watched.said]).toEqual([[], []]);
  await watched.page.close();
});

test.each([
  [1200, "light"],
  [360, "dark"],
] as const)(
  "at %i px in %s the first page fits, and has nothing that axe calls serious",
  async (width, colorScheme) => {
    const watched = await open("index.html", { width, height: 800 });
    await watched.page.emulateMedia({ colorScheme });

    expect(await seriousFindings(watched)).toEqual([]);
    expect(await watched.evaluate("document.documentElement.scrollWidth")).toBeLessThanOrEqual(width);
    expect(
      await watched.evaluate(`document.querySelector("main img, article img").naturalWidth`),
    ).toBeGreaterThan(500);
    await watched.page.close();
  },
);
