/** Certificates in Chromium: readable for everybody, on any screen and on paper. */
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { PDFDocument } from "pdf-lib";
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { bsaForms } from "../../shared/render/bsa-forms.ts";
import { certificatePage } from "../../shared/render/certificate-page.ts";
import { type TempFolder, tempFolder } from "../temp.ts";
import { seriousFindings } from "./accessible.ts";
import { launch, openFile } from "./browser.ts";
import { FACTS } from "./certificates.ts";
import { LOW_CONTRAST } from "./page-checks.ts";

let browser: Browser;
let folder: TempFolder;
const paths = new Map<string, string>();
beforeAll(async () => {
  [browser, folder] = await Promise.all([launch(), tempFolder()]);
  for (const [name, page] of [
    ["plain", certificatePage(FACTS)],
    ["bsa63", bsaForms(FACTS)],
  ] as const) {
    paths.set(name, join(folder.path, `${name}.html`));
    await writeFile(paths.get(name) ?? "", page);
  }
});
afterAll(async () => {
  await browser.close();
  await folder[Symbol.asyncDispose]();
});

describe.each(["plain", "bsa63"])("the certificate %s", (form) => {
  test.each([
    [1280, "light"],
    [360, "dark"],
  ] as const)("at %i px in %s has nothing that axe calls serious, and fits", async (width, colorScheme) => {
    const watched = await openFile(browser, paths.get(form) ?? "", { width, height: 800 });
    await watched.page.emulateMedia({ colorScheme });

    expect(await seriousFindings(watched)).toEqual([]);
    expect(await watched.evaluate(LOW_CONTRAST)).toEqual([]);
    expect(await watched.evaluate("document.documentElement.scrollWidth")).toBeLessThanOrEqual(width);
    expect(watched.requests).toEqual([]);
    await watched.page.close();
  });

  test("has no more sheets of A4 than it needs", async () => {
    const { page } = await openFile(browser, paths.get(form) ?? "");
    const pdf = await PDFDocument.load(await page.pdf({ preferCSSPageSize: true }));

    expect(pdf.getPageCount()).toBe(form === "plain" ? 1 : 3);
    await page.close();
  });
});
