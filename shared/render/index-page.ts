/** The index of an export: every ticket in a table, with a search that works from a folder, without a network. */

import { count, counted, type Html, html, name, relativeUrl } from "./html.ts";
import { INDEX_SCRIPT } from "./index-script.ts";
import { INDEX_STYLE } from "./index-style.ts";
import { pageEnd, pageStart } from "./page.ts";
import { transcriptPath } from "./paths.ts";
import type { ExportTicket } from "./ticket.ts";

/** What the index tells of the export. */
export interface ExportFacts {
  readonly id: string;
  readonly orgId: number;
  readonly matter: string;
  readonly requestedBy: string;
  readonly reason: string;
  /** This part's number, from 1, of so many. */
  readonly part: number;
  readonly parts: number;
  /** Tickets that were asked for and are in no part. */
  readonly leftOut: readonly {
    readonly ticketId: number;
    readonly reason: string;
    readonly message: string;
  }[];
}

/** What the index tells of a ticket: small, so that it can be kept until all tickets are packed. */
export interface IndexEntry {
  readonly ticketId: number;
  readonly version: string;
  /** The first words of its first message. */
  readonly beginning: string;
  readonly people: readonly string[];
  readonly first: string | undefined;
  readonly last: string | undefined;
  readonly messages: number;
  readonly attachments: number;
  readonly missing: number;
  readonly status: "complete" | "incomplete";
}

export function indexEntry({ version, document, summary }: ExportTicket): IndexEntry {
  const { completeness, conversations } = document;
  return {
    ticketId: version.ticketId,
    version: version.version,
    ...summary,
    messages: conversations.length,
    attachments: completeness.attachments.stored,
    missing: completeness.problems.filter(({ severity }) => severity === "missing").length,
    status: completeness.status,
  };
}

/** The page at `INDEX_PATH`; entries in the order of the page. The same entries give the same bytes. */
export function indexPage(facts: ExportFacts, entries: readonly IndexEntry[]): Uint8Array {
  const title = `Export for ${facts.matter}`;
  const page = html`${pageStart({ title, style: INDEX_STYLE, script: INDEX_SCRIPT })}<a class="skip" href="#tickets">Skip to the tickets</a>
${header(facts, entries)}
<main>
${searchForm(entries)}
${table(entries)}
${leftOut(facts)}</main>
${footer(facts)}${pageEnd(INDEX_SCRIPT)}`;
  return Buffer.from(page.markup);
}

function header(
  { id, orgId, matter, requestedBy, reason, part, parts }: ExportFacts,
  entries: readonly IndexEntry[],
): Html {
  const messages = entries.reduce((sum, entry) => sum + entry.messages, 0);
  const attachments = entries.reduce((sum, entry) => sum + entry.attachments, 0);
  const incomplete = entries.filter(({ status }) => status === "incomplete").length;
  const verdict =
    incomplete === 0
      ? undefined
      : html`<p class="verdict"><strong>${counted(incomplete, "ticket")} incomplete.</strong> Not everything that LeadSquared listed could be stored; the transcripts name what is missing.</p>\n`;
  return html`<header class="page">
<h1><span class="key">Export of ticket conversations</span> ${name(matter)}</h1>
<dl>
<div><dt>Requested by</dt><dd>${name(requestedBy)}</dd></div>
<div><dt>Reason</dt><dd>${name(reason)}</dd></div>
<div><dt>Account</dt><dd>LeadSquared ${orgId}</dd></div>
<div><dt>Export</dt><dd>${id}${parts > 1 ? html`, part ${part} of ${parts}` : undefined}</dd></div>
<div><dt>${parts > 1 ? "In this part" : "Holds"}</dt><dd>${counted(entries.length, "ticket")}, ${counted(messages, "message")}, ${counted(attachments, "attachment")}</dd></div>
</dl>
${verdict}</header>`;
}

/** Without a script the form is hidden and the whole table stands there. */
function searchForm(entries: readonly IndexEntry[]): Html {
  return html`<form id="search" role="search" hidden>
<p class="words"><label for="words">Search number, beginning and people</label>
<input type="search" id="words" autocomplete="off" spellcheck="false"></p>
<p><label for="from">Messages from</label>
<input type="date" id="from"></p>
<p><label for="to">to (UTC)</label>
<input type="date" id="to"></p>
<p class="found" id="found" role="status">${counted(entries.length, "ticket")}</p>
</form>`;
}

function table(entries: readonly IndexEntry[]): Html {
  return html`<table id="tickets" tabindex="-1">
<caption class="hidden">Tickets of this export</caption>
<thead><tr><th scope="col">Ticket</th><th scope="col">Beginning and people</th><th scope="col">First message</th><th scope="col">Last message</th><th scope="col" class="n">Messages</th><th scope="col" class="n">Files</th><th scope="col">Archive</th></tr></thead>
<tbody>
${entries.map(row)}</tbody>
</table>`;
}

const PEOPLE_SHOWN = 3;

/** The script searches in what a row shows and in `data-people`. */
function row({
  ticketId,
  version,
  beginning,
  people,
  first,
  last,
  messages,
  attachments,
  status,
  missing,
}: IndexEntry): Html {
  const shown = people.slice(0, PEOPLE_SHOWN).join(", ");
  const more = people.length > PEOPLE_SHOWN ? ` and ${people.length - PEOPLE_SHOWN} more` : "";
  const state =
    status === "complete"
      ? html`complete`
      : html`<strong class="incomplete">incomplete</strong>, ${counted(missing, "problem")}`;
  return html`<tr data-people="${people.join(" ")}" data-first="${first?.slice(0, 10) ?? ""}" data-last="${last?.slice(0, 10) ?? ""}">
<th scope="row"><a href="${relativeUrl(transcriptPath(ticketId))}">#${ticketId}</a></th>
<td><span class="beginning" dir="auto">${beginning === "" ? html`(no text)` : name(beginning)}</span>${shown === "" ? undefined : html`<span class="people">${name(shown)}${more}</span>`}</td>
<td class="date" data-label="First message">${day(first)}</td>
<td class="date" data-label="Last message">${day(last)}</td>
<td class="n" data-label="Messages">${count(messages)}</td>
<td class="n" data-label="Files">${count(attachments)}</td>
<td data-label="Archive">${version}, ${state}</td>
</tr>
`;
}

function day(iso: string | undefined): Html {
  return iso === undefined ? html`no time` : html`<time datetime="${iso}">${iso.slice(0, 10)}</time>`;
}

function leftOut(facts: ExportFacts): Html | undefined {
  if (facts.leftOut.length === 0) return undefined;
  const items = facts.leftOut.map(
    ({ ticketId, reason, message }) =>
      html`<li>#${ticketId}: ${name(message)} <span class="code">${reason}</span></li>\n`,
  );
  return html`<section class="left-out">
<h2>Asked for and left out</h2>
<ul>
${items}</ul>
</section>
`;
}

function footer({ parts }: ExportFacts): Html {
  const other = parts > 1 ? " The other parts of this export have an index of their own." : "";
  return html`<footer class="page">
<p>LeadSquared gives no subject: what is shown are the first words of the first message. People are the e-mail addresses found in the messages. Dates are UTC.${other}</p>
<p>How to check that nothing was changed: <code>VERIFY.md</code>, beside the folder of this page.</p>
</footer>
`;
}
