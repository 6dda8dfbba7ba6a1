/** Makes the pictures of docs/images, of made-up tickets: `node test/browser/screenshots.main.ts`. */
import { execFileSync } from "node:child_process";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { generateTicket } from "../../cli/sandbox/catalogue/generate-ticket.ts";
import { fileOf } from "../../cli/sandbox/files/file-of.ts";
import { bsaForms } from "../../shared/render/bsa-forms.ts";
import { certificatePage } from "../../shared/render/certificate-page.ts";
import { indexOf } from "../render/index-of.ts";
import { type RenderedTicket, renderedTicket } from "../render/rendered-ticket.ts";
import { tempFolder } from "../temp.ts";
import { browseShots } from "./browse-shots.ts";
import { launch, openFile } from "./browser.ts";
import { FACTS } from "./certificates.ts";
import { editedTicket, ordinaryTicket, writeTranscript } from "./pages.ts";

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
const edited = await writeTranscript(folder.path, await editedTicket());
const certificate = join(folder.path, "certificate.html");
await writeFile(certificate, certificatePage(FACTS));
const forms = join(folder.path, "forms.html");
await writeFile(forms, bsaForms(FACTS));

const SHEET = { width: 860, height: 980, colorScheme: "light" } as const;
const VIEWS = [
  { path: transcript, name: "transcript", width: 1040, height: 1560, colorScheme: "light" },
  {
    path: transcript,
    name: "transcript-dark",
    width: 1040,
    height: 1000,
    colorScheme: "dark",
  },
  {
    path: transcript,
    name: "transcript-phone",
    width: 360,
    height: 760,
    colorScheme: "light",
  },
  {
    path: edited,
    name: "transcript-edited",
    width: 1040,
    height: 1680,
    colorScheme: "light",
  },
  { path: certificate, name: "certificate", ...SHEET },
  { path: forms, name: "certificate-bsa63", ...SHEET, height: 2400 },
] as const;
for (const { path, name, width, height, colorScheme } of VIEWS) {
  const { page } = await openFile(browser, path, { width, height });
  await page.emulateMedia({ colorScheme });
  await page.screenshot({ path: join(IMAGES, `${name}.png`) });
  await page.close();
}

// A screen has no page margins: what stands in them, only the printed sheet shows.
const printed = join(folder.path, "transcript.pdf");
const { page: toPrint } = await openFile(browser, transcript, { width: 1040, height: 1560 });
await toPrint.pdf({ path: printed, preferCSSPageSize: true });
execFileSync("pdftoppm", ["-png", "-r", "96", "-singlefile", printed, join(IMAGES, "transcript-print")]);

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

await browseShots(browser, IMAGES);
