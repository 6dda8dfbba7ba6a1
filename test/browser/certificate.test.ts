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
    // A question, and what was not searched for it, takes room of its own.
    ["plain, without a question", certificatePage({ ...FACTS, question: undefined })],
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

const SHEETS: Readonly<Record<string, number>> = { plain: 2, "plain, without a question": 1, bsa63: 3 };

describe.each(["plain", "plain, without a question", "bsa63"])("the certificate %s", (form) => {
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

    expect(pdf.getPageCount()).toBe(SHEETS[form]);
    await page.close();
  });
});
