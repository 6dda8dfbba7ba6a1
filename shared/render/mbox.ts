/** All e-mails of a ticket in one file, as mail programs keep a folder: mbox in its form "mboxrd" (RFC 4155). */
import { emlFile } from "./eml.ts";
import type { ExportTicket, OpenAttachment } from "./ticket.ts";
import { readableTime } from "./times.ts";

/** The messages in the order in which they are shown, each as its e-mail file but for its line ends. */
export async function* mboxFile(ticket: ExportTicket, open: OpenAttachment): AsyncGenerator<Uint8Array> {
  for (const [index, message] of ticket.shown.entries()) {
    yield Buffer.from(`From ticketvault@leadsquared.invalid ${asctime(readableTime(message) ?? NO_TIME)}\n`);
    yield* quoted(emlFile(ticket, index, open));
    yield Buffer.from("\n");
  }
}

/** The separator needs a time; whether the message has one, its own headers tell. */
const NO_TIME = "1970-01-01T00:00:00.000Z";

/** `Wed Aug 28 12:38:36 2024`, in UTC. */
function asctime(iso: string): string {
  const [weekday = "", day = "", month = "", year = "", time = ""] = new Date(iso)
    .toUTCString()
    .replace(",", "")
    .split(" ");
  return `${weekday} ${month} ${String(Number(day)).padStart(2)} ${time} ${year}`;
}

/** Lines end in LF, and those that would begin a message get one `>` more. The lines of an e-mail file are short. */
async function* quoted(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  let rest = "";
  for await (const chunk of chunks) {
    const text = rest + Buffer.from(chunk).toString("latin1");
    const end = text.lastIndexOf("\n") + 1;
    rest = text.slice(end);
    yield Buffer.from(quotedLines(text.slice(0, end)), "latin1");
  }
  if (rest !== "") yield Buffer.from(quotedLines(`${rest}\n`), "latin1");
}

function quotedLines(lines: string): string {
  return lines.replaceAll("\r\n", "\n").replace(/^>*From /gm, ">$&");
}
