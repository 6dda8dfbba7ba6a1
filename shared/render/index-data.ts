/** What the index of an export knows of each ticket and message: lines of JSON, which its script reads. */
import { transcriptPath } from "./paths.ts";
import { LISTED } from "./shown.ts";
import type { AllLines, Packed } from "./table.ts";
import type { ExportTicket } from "./ticket.ts";
import { readableTime } from "./times.ts";

/** Of a message: place on the page, time sent, direction, channel, standing, whether an edit, files, text. */
type IndexMessage = readonly [
  number: number,
  sent: string,
  direction: string,
  channel: string,
  standing: string,
  edited: 0 | 1,
  files: readonly string[],
  text: string,
];

/** Of a ticket: number, version, page, title or beginning, people, completeness, what is missing, messages. */
export type IndexTicket = readonly [
  ticketId: number,
  version: string,
  page: string,
  heading: string,
  people: readonly string[],
  status: "complete" | "incomplete",
  missing: number,
  messages: readonly IndexMessage[],
];

/** Characters of a message that an index searches at most, however few messages there are. */
const LONGEST = 20_000;
/** Characters of all messages together: a browser opens a page of so many within 3 seconds. */
const MOST_TEXT = 50_000_000;
const MOST_FILES = 20;

export function indexLine(ticket: ExportTicket, packed: Packed): string {
  const { version, document, summary, shown, messages } = ticket;
  const { status, problems } = document.completeness;
  const entry: IndexTicket = [
    version.ticketId,
    version.version,
    packed(transcriptPath(version.ticketId))?.path ?? "",
    summary.title || summary.beginning,
    summary.people,
    status,
    problems.filter(({ severity }) => severity === "missing").length,
    shown.map((message, index): IndexMessage => {
      const { direction, channel, standing, attachments, replaces } = message;
      return [
        index + 1,
        readableTime(message)?.slice(0, 16) ?? "",
        direction ?? "",
        channel ?? "",
        standing === LISTED ? "" : standing,
        replaces ? 1 : 0,
        attachments.slice(0, MOST_FILES).map(({ fileName }) => fileName ?? ""),
        oneLine(messages[index]?.text ?? ""),
      ];
    }),
  ];
  return `${JSON.stringify(entry)}\n`;
}

/** How much of each message the index holds, so that all of it stays within bounds; undefined where all texts are whole. */
export async function textLimit(lines: AllLines): Promise<number | undefined> {
  const lengths = new Uint32Array(LONGEST + 1);
  for await (const line of lines())
    for (const [, , , , , , , text] of messagesIn(line))
      lengths[text.length] = (lengths[text.length] ?? 0) + 1;
  let longer = lengths.reduce((sum, count) => sum + count, 0);
  let characters = 0;
  for (let length = 0; length <= LONGEST; length += 1) {
    longer -= lengths[length] ?? 0;
    characters += longer;
    if (characters > MOST_TEXT) return length;
  }
  // A text of this length may have been cut already.
  return (lengths[LONGEST] ?? 0) > 0 ? LONGEST : undefined;
}

/** The line with texts of at most so many characters. */
export function limited(line: string, limit: number | undefined): string {
  if (limit === undefined) return line;
  const ticket: unknown[] = JSON.parse(line);
  const cut = messagesIn(line).map((message) => message.with(-1, whole(message[7].slice(0, limit))));
  return `${JSON.stringify(ticket.with(-1, cut))}\n`;
}

function messagesIn(line: string): readonly IndexMessage[] {
  const ticket: IndexTicket = JSON.parse(line);
  return ticket[7];
}

function oneLine(text: string): string {
  return whole(text.replace(/\s+/gu, " ").trim().slice(0, LONGEST));
}

/** Without half a character at its end. */
function whole(text: string): string {
  return text.replace(/[\ud800-\udbff]$/, "");
}
