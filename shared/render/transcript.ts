/** The transcript of a ticket: one HTML page that holds all it needs, runs nothing and loads nothing. */

import { editOf } from "./edit.ts";
import { Html, html, relativeUrl } from "./html.ts";
import { imageBudget } from "./inline-images.ts";
import { messageArticle } from "./message.ts";
import { pageEnd, pageStart } from "./page.ts";
import { INDEX_PATH, objectPath, transcriptPath } from "./paths.ts";
import { shortened } from "./summary.ts";
import type { ExportTicket, OpenAttachment, TranscriptPlace } from "./ticket.ts";
import { clockOf } from "./times.ts";
import { aboutPage, messageNavigation, ticketHeader } from "./transcript-parts.ts";
import { transcriptStyle } from "./transcript-style.ts";

export interface TranscriptOptions {
  /** IANA name of the zone that times are shown in beside UTC; `UTC` for UTC alone. */
  readonly zone: string;
  readonly open: OpenAttachment;
  /** Where a program shows the page among others. */
  readonly window?: TranscriptWindow | undefined;
}

/** Wordings of one message stand side by side in it. */
interface TranscriptWindow {
  /** Beside the transcript's own; `.wordings` is what holds the wordings of a message. */
  readonly style: string;
  /** What stands above all. */
  readonly top: Html;
}

/**
 * The page as it stands in an export, at `transcriptPath(ticketId)`. The same ticket gives the same bytes.
 * @throws UsageError for an unknown zone; IntegrityError when an inline image is not what was archived
 */
export function exportTranscript(
  ticket: ExportTicket,
  options: TranscriptOptions,
): AsyncGenerator<Uint8Array> {
  const { ticketId, version } = ticket.version;
  const up = "../".repeat(transcriptPath(ticketId).split("/").length - 1);
  return transcriptPage(ticket, options, {
    objectFolder: objectPath(ticketId, "").slice(0, -1),
    digestCommand: `sha256sum ${objectPath(ticketId, `${version}/inventory.json`)}`,
    linkTo: (path) => up + relativeUrl(objectPath(ticketId, path)),
    indexUrl: `${up}../../${INDEX_PATH}`,
  });
}

/** The page for any place; no more than one message of it is in memory at a time. */
export async function* transcriptPage(
  ticket: ExportTicket,
  { zone, open, window }: TranscriptOptions,
  place: TranscriptPlace,
): AsyncGenerator<Uint8Array> {
  const { version, shown, contentPath, summary } = ticket;
  const clock = clockOf(zone);
  const number = `Ticket #${version.ticketId}`;
  const title = summary.title === "" ? number : `${number}: ${shortened(summary.title, 160)}`;
  const context = {
    clock,
    files: {
      linkTo: (logicalPath: string) => place.linkTo(contentPath(logicalPath)),
      pathOf: (logicalPath: string) => `${place.objectFolder}/${contentPath(logicalPath)}`,
    },
    open,
    images: imageBudget(),
    names: ticket.names,
    foundBy: ticket.foundBy,
  };
  const style = transcriptStyle(`${number}, version ${version.version}`) + (window?.style ?? "");
  yield bytes(html`${pageStart({ title, style, hasForm: window !== undefined })}${window?.top}${ticketHeader(ticket, clock, place)}${messageNavigation(ticket)}<main id="messages" tabindex="-1">
`);
  for (const [index, conversation] of shown.entries()) {
    const article = await messageArticle(conversation, index + 1, context, editOf(ticket, index));
    const [begins, ends] = window === undefined ? [false, false] : endsOfWordings(shown, index);
    yield bytes(
      html`${begins ? new Html('<div class="wordings">\n') : undefined}${article}${ends ? new Html("</div>\n") : undefined}`,
    );
  }
  if (shown.length === 0) yield bytes(html`<p class="note">This version holds no messages.</p>\n`);
  yield bytes(html`</main>\n${aboutPage(ticket, place)}${pageEnd()}`);
}

/** Whether a wording is the first, and the last, of several of its message. */
function endsOfWordings(shown: ExportTicket["shown"], index: number): readonly [boolean, boolean] {
  const key = shown[index]?.key;
  const [isFirst, isLast] = [shown[index - 1]?.key !== key, shown[index + 1]?.key !== key];
  return [isFirst && !isLast, isLast && !isFirst];
}

function bytes({ markup }: Html): Uint8Array {
  return Buffer.from(markup);
}
