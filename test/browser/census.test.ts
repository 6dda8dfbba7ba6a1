/** The page of a census in Chromium: readable for everybody, on any screen, and loading nothing. */
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { censusPage } from "../../shared/render/census-page.ts";
import { exampleCensus } from "../example-census.ts";
import { type TempFolder, tempFolder } from "../temp.ts";
import { seriousFindings } from "./accessible.ts";
import { launch, openFile } from "./browser.ts";
import { LOW_CONTRAST } from "./page-checks.ts";

let browser: Browser;
let folder: TempFolder;
let path: string;
beforeAll(async () => {
  [browser, folder] = await Promise.all([launch(), tempFolder()]);
  path = join(folder.path, "census.html");
  const { numbers, ...rest } = exampleCensus(new Date("2026-11-28T03:00:00.000Z"));
  const ranges = Array.from({ length: 3_000 }, (_, n) => `${2 * n + 10_001}`);
  const many = { ...numbers, incomplete: { count: ranges.length, ranges } };
  const key = "census/22824/20261128T030000000Z.json";
  await writeFile(path, censusPage({ ...rest, numbers: many }, { key, sha256: "0".repeat(64) }));
});
afterAll(async () => {
  await browser.close();
  await folder[Symbol.asyncDispose]();
});

test.each([
  [1280, "light"],
  [360, "dark"],
] as const)("at %i px in %s has nothing that axe calls serious, and fits", async (width, colorScheme) => {
  const watched = await openFile(browser, path, { width, height: 800 });
  await watched.page.emulateMedia({ colorScheme });

  expect(await seriousFindings(watched)).toEqual([]);
  expect(await watched.evaluate(LOW_CONTRAST)).toEqual([]);
  expect(await watched.evaluate("document.documentElement.scrollWidth")).toBeLessThanOrEqual(width);
  expect(await watched.evaluate("document.body.innerText")).toContain("and 1,000 more in the record");
  expect([watched.requests, watched.said]).toEqual([[], []]);
  await watched.page.close();
});
