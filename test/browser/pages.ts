/** The pages under test, written into a folder as an export has them. */
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { pdfFile } from "../../cli/sandbox/files/pdf.ts";
import { pngFile } from "../../cli/sandbox/files/png.ts";
import { type IndexEntry, indexEntry, indexPage } from "../../shared/render/index-page.ts";
import { exportTranscript } from "../../shared/render/transcript.ts";
import {
  attachmentEntry,
  type Entry,
  type RenderedTicket,
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

/** Writes a page where it stands in an export, and answers its path. */
export async function writeTranscript(folder: string, { ticket, open }: RenderedTicket): Promise<string> {
  await mkdir(join(folder, "transcripts"), { recursive: true });
  const path = join(folder, `transcripts/${ticket.version.ticketId}.html`);
  await writeFile(path, exportTranscript(ticket, { zone: "Asia/Kolkata", open }));
  return path;
}

/** An index of the two tickets and of more that are made up. */
export async function writeIndex(folder: string): Promise<string> {
  const made = Array.from({ length: 50 }, (_, n): IndexEntry => {
    const day = `2025-0${1 + (n % 9)}-11T10:00:00.000Z`;
    return {
      ...{
        ticketId: 1000 + n,
        version: "v1",
        beginning: `Refund for order A-${n}`,
        people: [`p${n}@example.com`],
      },
      ...{ first: day, last: day, messages: 3, attachments: 2, missing: 0, status: "complete" },
    };
  });
  const entries = [
    indexEntry((await ordinaryTicket()).ticket),
    indexEntry((await hostileTicket()).ticket),
    ...made,
  ];
  const facts = {
    ...{ id: "0123456789abcdef", orgId: 22824, matter: "<script>alert(1)</script>", requestedBy: "legal" },
    ...{ reason: "audit", part: 1, parts: 1, leftOut: [] },
  };
  const path = join(folder, "index.html");
  await writeFile(path, indexPage(facts, entries));
  return path;
}
