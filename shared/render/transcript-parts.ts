/** What stands around the messages of a transcript: facts and problems above, coverage and how to check below. */
import type { Problem, TicketDocument } from "../ticket/document.ts";
import { historyText, sourceHistory } from "../ticket/ever-seen.ts";
import { wordingName } from "./control-number.ts";
import { count, counted, type Html, html, name } from "./html.ts";
import { withName } from "./looked-up.ts";
import { kindOf } from "./message.ts";
import { reasonInWords } from "./reasons.ts";
import { LISTED, type ShownMessage, spanOf, standingOf } from "./shown.ts";
import { shortened } from "./summary.ts";
import type { ExportTicket, TranscriptPlace } from "./ticket.ts";
import { type Clock, readableTime, utcDay, utcText } from "./times.ts";

export function ticketHeader(ticket: ExportTicket, clock: Clock, place: TranscriptPlace): Html {
  const { version, document, summary } = ticket;
  const { conversations, attachments } = document.completeness;
  const expected = conversations.expected === null ? "an unknown number" : count(conversations.expected);
  const back =
    place.indexUrl === undefined
      ? undefined
      : html`<p class="back"><a href="${place.indexUrl}">All tickets of this export</a></p>\n`;
  return html`<a class="skip" href="#messages">Skip to the messages</a>
<header class="page">
${back}<h1>Ticket #${version.ticketId}${summary.title === "" ? undefined : html`: ${name(summary.title)}`}</h1>
${summary.title !== "" || summary.beginning === "" ? undefined : html`<p class="beginning" dir="auto">The first message begins: “${name(summary.beginning)}”</p>\n`}<dl>
${ticketFacts(ticket)}<div><dt>Account</dt><dd>LeadSquared ${document.source.orgId}</dd></div>
<div><dt>Messages</dt><dd>${count(document.conversations.length)}; LeadSquared lists ${count(conversations.received)} of ${expected}</dd></div>
<div><dt>Attachments</dt><dd>${count(attachments.stored)} of ${count(attachments.expected)}</dd></div>
<div><dt>Archived</dt><dd>${utcText(version.created)}, ${version.version}</dd></div>
<div><dt>Times</dt><dd>${clock.zone === "UTC" ? "UTC" : html`UTC and ${clock.zone}`}</dd></div>
${questionOf(ticket)}</dl>
${completenessOf(ticket)}</header>
`;
}

/** By which question the ticket was found, and where in it. */
function questionOf({ foundBy, shown }: ExportTicket): Html | undefined {
  if (foundBy === undefined) return undefined;
  const { question, wordings } = foundBy;
  const places = shown.flatMap((message, index) =>
    wordings.has(wordingName(message)) ? [linkTo(index)] : [],
  );
  const inTitle = [...wordings].some((wording) => wording.startsWith("title-")) ? [html`the title`] : [];
  const where = [...inTitle, ...places].map((place, index) => (index === 0 ? place : html`, ${place}`));
  return html`<div><dt>Question</dt><dd>${name(question.text, 20_000)}, with dates in ${question.zone}</dd></div>
<div><dt>Found in</dt><dd>${where}</dd></div>
`;
}

/** What the support desk says of the ticket, by its details. */
function ticketFacts({ document, summary, names }: ExportTicket): readonly Html[] {
  const { detailsSince, customerId, title, revisions } = document.ticket;
  const earlier = revisions.filter((each) => each.title !== title && each.title !== null);
  if (detailsSince === null) return [];
  return [
    html`<div><dt>Status</dt><dd>${summary.status === "" ? "not given" : name(summary.status, 80)}, by the details of ${detailsSince}</dd></div>\n`,
    ...(customerId === null
      ? []
      : [html`<div><dt>Customer</dt><dd>LeadSquared lead ${withName(names, customerId)}</dd></div>\n`]),
    ...earlier.map(
      (each) =>
        html`<div><dt>Earlier title</dt><dd>${name(each.title ?? "")} (${spanOf(each.firstSeen, each.lastSeen)})</dd></div>\n`,
    ),
  ];
}

function completenessOf({ document, shown }: ExportTicket): Html {
  const { status, problems } = document.completeness;
  const anchors = new Map(shown.map(({ key }, index) => [key, index + 1]));
  const missing = problems.filter(({ severity }) => severity === "missing");
  const notices = problems.filter(({ severity }) => severity !== "missing");
  const verdict =
    status === "complete"
      ? html`<p><strong>Complete.</strong> All messages and attachments that LeadSquared listed whenever this ticket was archived are in this archive.</p>`
      : html`<p><strong>Incomplete.</strong> Something is missing, doubtful or contradicts itself:</p>
${problemList(missing, anchors)}`;
  const noticed =
    notices.length === 0
      ? undefined
      : html`<p>Noticed, with nothing missing:</p>\n${problemList(notices, anchors)}`;
  return html`<section class="verdict ${status}" aria-label="Completeness">
${changedAtSource(document, shown)}${verdict}
${noticed}</section>
`;
}

/** What is shown beside what LeadSquared lists now: it comes first, as it changes how all else is read. */
function changedAtSource(document: TicketDocument, shown: readonly ShownMessage[]): Html | undefined {
  const history = historyText(sourceHistory(document));
  if (history === "") return undefined;
  const items = shown.flatMap((message, index) => [
    ...(message.standing === LISTED ? [] : [html`<li>${linkTo(index)}: ${message.standing}</li>\n`]),
    ...message.attachments.flatMap((attachment, position) =>
      attachment.listed || !message.listed
        ? []
        : [html`<li>${linkTo(index)}, attachment ${position + 1}: ${standingOf(attachment)}</li>\n`],
    ),
  ]);
  return html`<p><strong>At the source, ${history}.</strong> All of it is kept, and shown here:</p>
<ul>
${items}</ul>
`;
}

function linkTo(index: number): Html {
  return html`<a href="#m${index + 1}">Message ${index + 1}</a>`;
}

function problemList(problems: readonly Problem[], anchors: ReadonlyMap<string, number>): Html {
  const items = problems.map(({ code, detail, conversation, attachment }) => {
    const number = conversation === null ? undefined : anchors.get(conversation);
    const where = number === undefined ? undefined : html`<a href="#m${number}">Message ${number}</a>`;
    const which = attachment === null ? undefined : html`, attachment ${attachment}`;
    const what =
      code === "attachment-failed"
        ? reasonInWords(detail)
        : html`${name(detail)} <span class="code">${code}</span>`;
    return html`<li>${where}${which}${where === undefined ? undefined : ": "}${what}</li>\n`;
  });
  return html`<ul>\n${items}</ul>\n`;
}

const FIRST_WORDS = 90;

/** A list of the messages, where there are more than one. */
export function messageNavigation({ shown, messages }: ExportTicket): Html | undefined {
  if (shown.length < 2) return undefined;
  const items = shown.map((conversation, index) => {
    const { standing } = conversation;
    const { attachments } = conversation;
    const createdAt = readableTime(conversation);
    const words = shortened(messages[index]?.beginning ?? "", FIRST_WORDS);
    const when = createdAt === null ? "no time" : `${utcDay(createdAt)}, ${createdAt.slice(11, 16)}`;
    const files = attachments.length === 0 ? undefined : html`, ${counted(attachments.length, "attachment")}`;
    return html`<li><a href="#m${index + 1}">${when}, ${kindOf(conversation)}</a>${files}${standing === LISTED ? undefined : html`, ${standing}`} <span class="words" dir="auto">${name(words)}</span></li>
`;
  });
  return html`<nav class="contents" aria-labelledby="contents">
<h2 id="contents">Messages (times in UTC)</h2>
<ol>
${items}</ol>
</nav>
`;
}

/** What the page covers, how it shows it, and how to check it without Ticketvault. */
export function aboutPage({ version, document, contentPath }: ExportTicket, place: TranscriptPlace): Html {
  const { covers, doesNotCover } = document.capture.coverage;
  return html`<footer class="page">
<section>
<h2>What this covers</h2>
<p>It holds ${listed(covers)}, as LeadSquared gave them. <strong>It does not hold</strong> ${listed(doesNotCover)}: LeadSquared’s “${document.source.call}” does not return them.</p>
</section>
<section>
<h2>How it is shown</h2>
<p>LeadSquared gives no sender, recipient or subject of a message; ${document.ticket.title === null ? "the words at the top are the first of the first message" : "the title at the top is the ticket’s own"}. Messages are shown in a plain form: scripts are left out; remote images and other remote content are left out and marked; links cannot be followed and show where they lead; text that a sender had hidden is shown and marked; what is struck out, inserted or highlighted is shown so. The exact HTML of each message stands in <code>${place.objectFolder}/${contentPath("ticket.json")}</code>.</p>
</section>
<section>
<h2>How to check it</h2>
<p>This page was made from version ${version.version} of the archive of ticket #${version.ticketId}. The archive’s inventory lists the SHA-256 of every file; the inventory’s own is</p>
<p class="digest"><code>${version.inventorySha256}</code></p>
<p>To see that it is still so, compare this digest with what the following prints, and the digests of the files with the inventory’s <code>manifest</code>:</p>
<pre><code>${place.digestCommand}</code></pre>
${place.indexUrl === undefined ? undefined : html`<p>Paths on this page are seen from the folder <code>data</code> of the part that holds it.</p>\n`}</section>
</footer>
`;
}

/** `a, b and c`. */
function listed(words: readonly string[]): string {
  if (words.length < 2) return words.join("");
  return `${words.slice(0, -1).join(", ")} and ${words.at(-1)}`;
}
