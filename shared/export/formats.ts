/** The registry of formats: whatever an export can make of archived tickets is named here, and nowhere else. */

import type { Format } from "./format.ts";

/** A transcript shows inline images of no more bytes. */
const MOST_IMAGES_IN_A_PAGE = 20 * 1024 * 1024;
const none = (): number => 0;
/** In base64, with line ends. */
const inBase64 = ({ messageBytes }: { messageBytes: number }): number => Math.ceil(messageBytes * 1.38);

export const FORMATS = {
  html: {
    help: "a page for each ticket, to read and print",
    guide:
      "`transcripts/143.html`: a page for each ticket, to read without a network; beside the zips, `index.html` lists and searches all tickets and messages",
    byDefault: true,
    attachmentSize: ({ attachmentBytes }) =>
      Math.min(Math.ceil(attachmentBytes * 1.05), MOST_IMAGES_IN_A_PAGE),
    maker: async () => (await import("./makers/html.ts")).htmlMaker,
  },
  eml: {
    help: "an e-mail file for each message, attachments inside",
    guide:
      "`eml/143/135-01.eml`: an e-mail file for each wording of a message, its attachments inside; headers that were made up say so",
    byDefault: true,
    attachmentSize: inBase64,
    maker: async () => (await import("./makers/eml.ts")).emlMaker,
  },
  csv: {
    help: "tables of messages and attachments, and the texts",
    guide:
      "`text/143/135-01.txt`: the text of each message; beside the zips, `messages.csv` and `attachments.csv` for spreadsheets",
    byDefault: true,
    attachmentSize: none,
    maker: async () => (await import("./makers/csv.ts")).csvMaker,
  },
  loadfile: {
    help: "load files for review platforms, Concordance DAT and CSV, and the texts",
    guide:
      "`text/143/135-01.txt`: the text of each message, and of attachments that are text; beside the zips, `loadfile.dat` for review platforms, as Concordance reads it, and the same as `loadfile.csv`",
    byDefault: true,
    attachmentSize: none,
    maker: async () => (await import("./makers/loadfile.ts")).loadfileMaker,
  },
  mbox: {
    help: "the e-mail files of each ticket as one mailbox",
    guide: "`mbox/143.mbox`: the e-mail files of a ticket as one mailbox, for mail programs",
    byDefault: false,
    attachmentSize: inBase64,
    maker: async () => (await import("./makers/mbox.ts")).mboxMaker,
  },
} as const satisfies Readonly<Record<string, Format>>;

export type FormatName = keyof typeof FORMATS;

/** In the order in which a request names them and an export makes them. */
export const FORMAT_NAMES = Object.keys(FORMATS) as FormatName[];

export const DEFAULT_FORMATS = FORMAT_NAMES.filter((name) => FORMATS[name].byDefault);

/** `html: a page for each ticket`, one after the other. */
export const FORMATS_IN_WORDS = FORMAT_NAMES.map((name) => `${name}: ${FORMATS[name].help}`);
