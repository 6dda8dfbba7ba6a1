/** A headless Chromium that reaches no network, and pages of it that tell all that happened in them. */
import { pathToFileURL } from "node:url";
import { type Browser, chromium, type Page } from "playwright-core";

/** Not one request of the browser's own either. */
const ARGS = [
  ...["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-component-update"],
  ...["--disable-background-networking", "--disable-sync"],
];

export function launch(): Promise<Browser> {
  return chromium.launch({ executablePath: "/usr/bin/chromium", headless: true, args: ARGS });
}

/** A page, and what it did beyond showing itself. */
export interface WatchedPage {
  readonly page: Page;
  /** URLs that the page asked for, beside its own; none is answered. `data:` asks nobody. */
  readonly requests: string[];
  /** Messages on the console, errors and dialogs. */
  readonly said: string[];
  /** Evaluates an expression in the page, whatever its policy. */
  evaluate<Value>(expression: string): Promise<Value>;
}

/** Opens a file as a person does: from its folder, without a server. `site` is a folder whose files the page may use. */
export async function openFile(
  browser: Browser,
  path: string,
  size = { width: 1100, height: 900 },
  site?: string,
): Promise<WatchedPage> {
  const own = pathToFileURL(path).href;
  const page = await browser.newPage({ viewport: size });
  const requests: string[] = [];
  const said: string[] = [];
  let opened = false;
  await page.route("**", (route) => {
    const first = !opened && route.request().url() === own;
    opened = true;
    const ofSite =
      site !== undefined &&
      route
        .request()
        .url()
        .startsWith(`${pathToFileURL(site).href}/`);
    if (first || ofSite) return route.continue();
    requests.push(route.request().url());
    return route.abort();
  });
  page.on("console", (message) => said.push(message.text()));
  page.on("pageerror", (error) => said.push(error.message));
  page.on("dialog", async (dialog) => {
    said.push(`dialog: ${dialog.message()}`);
    await dialog.dismiss();
  });
  const devtools = await page.context().newCDPSession(page);
  const evaluate = async <Value>(expression: string): Promise<Value> => {
    const { result, exceptionDetails } = await devtools.send("Runtime.evaluate", {
      expression,
      returnByValue: true,
      awaitPromise: true,
    });
    if (exceptionDetails !== undefined) throw new Error(exceptionDetails.exception?.description);
    return result.value;
  };
  await page.goto(own);
  return { page, requests, said, evaluate };
}
