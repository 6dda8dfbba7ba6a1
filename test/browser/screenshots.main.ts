/** Makes the pictures of docs/images, of made-up tickets: `node test/browser/screenshots.main.ts`. */
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { generateTicket } from "../../cli/sandbox/catalogue/generate-ticket.ts";
import { fileOf } from "../../cli/sandbox/files/file-of.ts";
import { indexOf } from "../render/index-of.ts";
import { type RenderedTicket, renderedTicket } from "../render/rendered-ticket.ts";
import { tempFolder } from "../temp.ts";
import { launch, openFile } from "./browser.ts";
import { ordinaryTicket, writeTranscript } from "./pages.ts";

const IMAGES = join(import.meta.dirname, "../../docs/images");
const SEED = 1;

function generated(id: number): Promise<RenderedTicket> {
  const { ConversationList: list } = generateTicket(SEED, id);
  const files = list
    .flatMap(({ Attachments }) => Attachments ?? [])
    .map((each) => [each.FileName ?? "", Buffer.concat([...fileOf(each).bytes()])] as const);
  return renderedTicket(list, new Map(files), id);
}

await using folder = await tempFolder();
await using browser = await launch();

const transcript = await writeTranscript(folder.path, await ordinaryTicket());
const VIEWS = [
  { name: "transcript", width: 1040, height: 1560, colorScheme: "light", media: "screen" },
  { name: "transcript-dark", width: 1040, height: 1000, colorScheme: "dark", media: "screen" },
  { name: "transcript-phone", width: 360, height: 760, colorScheme: "light", media: "screen" },
  { name: "transcript-print", width: 720, height: 1020, colorScheme: "light", media: "print" },
] as const;
for (const { name, width, height, colorScheme, media } of VIEWS) {
  const { page } = await openFile(browser, transcript, { width, height });
  await page.emulateMedia({ colorScheme, media });
  await page.screenshot({ path: join(IMAGES, `${name}.png`) });
  await page.close();
}

const tickets = [ordinaryTicket(), ...Array.from({ length: 24 }, (_, n) => generated(1000 + n))];
const rendered = (await Promise.all(tickets)).map(({ ticket }) => ticket);
const path = join(folder.path, "index.html");
const page = await indexOf(rendered, {
  ...{ id: "7f3c0a91d2e4b658", matter: "Example Ltd, refunds 2025", requestedBy: "Legal, M. Rao" },
  reason: "Disclosure of all correspondence about refunds",
  conversations: rendered.reduce((sum, { shown }) => sum + shown.length, 0),
  attachments: rendered.reduce((sum, { document }) => sum + document.completeness.attachments.stored, 0),
});
await writeFile(path, page);
const index = await openFile(browser, path, { width: 1200, height: 800 });
await index.page.getByLabel("Search numbers, people, file names and texts").fill("refund");
await index.page.screenshot({ path: join(IMAGES, "index.png") });
