/** The pages under test, written into a folder as an export has them. */
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { pdfFile } from "../../cli/sandbox/files/pdf.ts";
import { pngFile } from "../../cli/sandbox/files/png.ts";
import type { IndexTicket } from "../../shared/render/index-data.ts";
import { indexTable } from "../../shared/render/index-page.ts";
import { exportTranscript } from "../../shared/render/transcript.ts";
import { indexOfLines, inPart, PART } from "../render/index-of.ts";
import {
  attachmentEntry,
  type Entry,
  type RenderedTicket,
  renderedHistory,
  renderedTicket,
} from "../render/rendered-ticket.ts";
import { HOSTILE_MESSAGES, hostileMessage } from "./hostile.ts";

const IMAGE = Buffer.concat([...pngFile("browser", 9_000)]);
const HOSTILE_NAME = `../"><img src=x onerror=alert(1)>\u202Efdp.svg`;

/** Every hostile message, with hostile ids, users, types and file names around it. */
export function hostileTicket(): Promise<RenderedTicket> {
  const entries = Array.from(
    { length: HOSTILE_MESSAGES },
    (_, n): Entry => ({
      Html: hostileMessage(n),
      ...(n % 3 === 0 && { RelatedActivityType: "OutboundEmail" }),
      ...(n % 7 === 0 && { RelatedActivityType: '<script>alert(1)</script>"' }),
      ...(n % 11 === 0 && { Id: `"><script>alert(${n})</script>`, CreatedBy: "' onload=alert(1) x='" }),
      ...(n % 13 === 0 && {
        Attachments: [attachmentEntry(HOSTILE_NAME), attachmentEntry("lost</style>.pdf")],
      }),
    }),
  );
  return renderedTicket(entries, new Map([[HOSTILE_NAME, Buffer.from("<svg onload=alert(1)/>")]]), 666);
}

/** An ordinary ticket: both directions and channels, an inline image, a quotation, a missing file. */
export function ordinaryTicket(): Promise<RenderedTicket> {
  const entries: Entry[] = [
    {
      Html: '<p>Hi,</p><p>the parcel came <b>broken</b>, see the picture:</p><p><img width=240 height=120 src="cid:image001.png@01DA" alt="The parcel"></p><p>Asha</p>',
      Attachments: [
        attachmentEntry("image001.png", { ContentId: "<image001.png@01DA>", ContentType: "image/png" }),
        attachmentEntry("invoice.pdf", { ContentType: "application/pdf" }),
      ],
    },
    {
      RelatedActivityType: "OutboundEmail",
      CreatedBy: "f3b2a2e8-61af-4528-a05a-6c48f0877e1a",
      CreatedOn: "2024-08-28T15:41:07.52",
      Html: '<p>Hi Asha,</p><p>sorry about that. The return is <span style="color:red">free of charge</span>. <a href="https://shop.example.com/returns">Our form</a> tells how to return it.</p><img src="https://pixel.example.net/1.gif"><div style="border-top:solid #E1E1E1 1.0pt"><p><b>From:</b> Asha &lt;asha@example.com&gt;<br><b>Subject:</b> RE: [#143] Parcel came broken</p></div><blockquote><p>the parcel came broken</p></blockquote>',
    },
    {
      RelatedActivityType: "PortalInbound",
      Text: "Any news?\n\nAsha",
      Attachments: [attachmentEntry("lost.docx")],
    },
  ];
  const files = new Map([
    ["image001.png", IMAGE],
    ["invoice.pdf", Buffer.concat([...pdfFile("browser", 35_643)])],
  ]);
  return renderedTicket(entries, files);
}

/** A ticket of which a message was edited and another removed at the source. */
export function editedTicket(): Promise<RenderedTicket> {
  const offer = (amount: string, liable: string): Entry => ({
    ...{ Id: 201, RelatedActivityType: "OutboundEmail", CreatedOn: "2025-03-10T09:15:00" },
    Html: `<p>Dear Ms Rao,</p><p>we will refund INR ${amount} within ${liable} days of receiving the parcel.</p><p>Kind regards,<br>Customer care</p>`,
  });
  const asked = { Id: 200, CreatedOn: "2025-03-09T18:02:11", Text: "When will I get my money back?" };
  const thanks = { Id: 202, CreatedOn: "2025-03-10T10:41:55", Text: "Thank you, INR 50,000 in 7 days then." };
  return renderedHistory(
    [
      [asked, offer("50,000", "7"), thanks],
      [asked, offer("5,000", "30")],
    ],
    new Map(),
    2091,
  );
}

/** Writes a page where it stands in an export, once its part is unpacked, and answers its path. */
export async function writeTranscript(folder: string, { ticket, open }: RenderedTicket): Promise<string> {
  const pages = join(folder, PART, "data/transcripts");
  await mkdir(pages, { recursive: true });
  const path = join(pages, `${ticket.version.ticketId}.html`);
  await writeFile(path, exportTranscript(ticket, { zone: "Asia/Kolkata", open }));
  return path;
}

/** An index of the two tickets and of more that are made up. */
export async function writeIndex(folder: string): Promise<string> {
  const made = Array.from({ length: 50 }, (_, n): IndexTicket => {
    const month = `2025-0${1 + (n % 9)}`;
    const direction = n % 2 === 0 ? "inbound" : "outbound";
    return [
      ...([1000 + n, "v1", `${PART}/data/transcripts/${1000 + n}.html`] as const),
      ...([
        `Refund for order A-${n}`,
        [`p${n}@example.com`],
        n % 10 === 0 ? "incomplete" : "complete",
        0,
      ] as const),
      [
        [1, `${month}-11T10:00`, "inbound", "email", "", 0, [], `Refund for order A-${n}, please`],
        [
          2,
          `${month}-12T10:00`,
          direction,
          "email",
          n === 5 ? "earlier wording, v1" : "",
          0,
          [`scan-${n}.pdf`],
          `It is on its way, ${n}`,
        ],
      ],
    ];
  });
  const tickets = [await ordinaryTicket(), await hostileTicket()];
  const lines = [
    ...tickets.map(({ ticket }) => indexTable.lines(ticket, inPart)),
    ...made.map((entry) => `${JSON.stringify(entry)}\n`),
  ];
  const path = join(folder, "index.html");
  await writeFile(path, await indexOfLines(lines, { matter: "<script>alert(1)</script>" }));
  return path;
}

const WORDS =
  "the parcel came broken refund order invoice please find attached regards payment delay रसीद Grüße".split(
    " ",
  );

/** An index of so many tickets with five messages each, of some 900 characters. */
export async function writeLargeIndex(folder: string, tickets: number): Promise<string> {
  const textOf = (seed: number): string =>
    Array.from({ length: 150 }, (_, n) => WORDS[(seed * 31 + n * n * 7) % WORDS.length]).join(" ");
  const lines = Array.from({ length: tickets }, (_, id) => {
    const said = Array.from({ length: 5 }, (_, n) => [
      ...[
        n + 1,
        `2025-0${1 + (id % 9)}-1${n}T10:00`,
        n % 2 === 0 ? "inbound" : "outbound",
        "email",
        "",
        0,
        [],
      ],
      `${textOf(id * 5 + n)} unique${id * 5 + n}`,
    ]);
    return `${JSON.stringify([id + 1, "v1", "x.html", `Refund for order A-${id}`, [`p${id}@example.com`], "complete", 0, said])}\n`;
  });
  const path = join(folder, "large.html");
  await writeFile(path, await indexOfLines(lines));
  return path;
}
