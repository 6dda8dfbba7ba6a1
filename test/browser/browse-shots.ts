/** Pictures of the reading window, over a small vault of made-up tickets. */
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import type { Browser } from "playwright-core";
import { startSandbox } from "../../cli/sandbox/sandbox.ts";
import { envOf, runHere } from "../cli/command.ts";
import { readingWindow } from "../cli/reading-window.ts";
import { tempFolder } from "../temp.ts";

const EDITED = 1003;
const VIEWS = [
  { name: "browse", path: "/?q=order+OR+payment", width: 1280, height: 860 },
  { name: "browse-phone", path: "/?q=order+OR+payment", width: 360, height: 760 },
  { name: "browse-ticket", path: `/ticket/${EDITED}`, width: 1280, height: 1560 },
  { name: "browse-ticket-phone", path: `/ticket/${EDITED}`, width: 360, height: 760 },
] as const;

/** Writes `browse.png` and its like into the folder. */
export async function browseShots(browser: Browser, images: string): Promise<void> {
  await using folder = await tempFolder();
  const sandbox = await startSandbox({ tickets: 24, limit: { calls: 10_000 } });
  const run = (...args: string[]) => runHere(args, { cwd: folder.path, env: envOf(sandbox) });
  await run("backfill", "--from", "1000", "--to", "1023");
  const [message] = sandbox.ticket(EDITED)?.ConversationList ?? [];
  sandbox.change(EDITED, { kind: "remove", message: Number(message?.Id) });
  const ticket = structuredClone(sandbox.ticket(EDITED));
  const [first] = ticket?.ConversationList ?? [];
  if (ticket === undefined || first === undefined) throw new Error(`ticket ${EDITED} is not there`);
  first.Html = "<p>Please forget what I wrote before: the second payment was returned on Monday.</p>";
  sandbox.setTicket(EDITED, ticket);
  await run("archive", String(EDITED));
  await run("seal", "--key-file", "key.pem");
  const window = await readingWindow(folder.path, sandbox, "--zone", "Asia/Kolkata");
  const page = await browser.newPage();
  await page.goto(pathToFileURL(window.link).href);
  await page.waitForURL(`http://${window.host}/`);
  for (const { name, path, width, height } of VIEWS) {
    await page.setViewportSize({ width, height });
    await page.goto(`http://${window.host}${path}`);
    await page.screenshot({ path: join(images, `${name}.png`) });
  }
  await page.close();
  await window[Symbol.asyncDispose]();
  await sandbox.close();
}
