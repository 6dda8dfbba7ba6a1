/** The index of an export: every ticket and message, searched and filtered from a folder, without a network. */
import { count, counted, type Html, html, name, relativeUrl } from "./html.ts";
import { type IndexTicket, indexLine, limited, textLimit } from "./index-data.ts";
import { INDEX_SCRIPT } from "./index-script.ts";
import { INDEX_STYLE } from "./index-style.ts";
import { pageEnd, pageStart } from "./page.ts";
import { INDEX_PATH } from "./paths.ts";
import type { AllLines, Production, Table } from "./table.ts";

/** The same tickets give the same bytes. */
export const indexTable: Table = {
  path: INDEX_PATH,
  lines: indexLine,
  async *whole(lines, production) {
    const limit = await textLimit(lines);
    yield start(production, limit).markup;
    yield* dataBlocks(lines, limit);
    yield* plainList(lines);
    yield end(production).markup;
  },
};

/** Characters of a block of data: a browser reads many small ones slowly. */
const BLOCK = 1_000_000;

/** What the script reads. It is no script itself: a browser runs nothing in it, and `<` stands in no form in it. */
async function* dataBlocks(lines: AllLines, limit: number | undefined): AsyncGenerator<string> {
  const block = (content: string): string => `<script type="application/json">[${content}]</script>\n`;
  let filled = "";
  for await (const each of lines()) {
    const entry = limited(each, limit).trimEnd().replaceAll("<", "\\u003c");
    filled += filled === "" ? entry : `,\n${entry}`;
    if (filled.length < BLOCK) continue;
    yield block(filled);
    filled = "";
  }
  if (filled !== "") yield block(filled);
}

/** For browsers that run no script. */
async function* plainList(lines: AllLines): AsyncGenerator<string> {
  yield "<noscript>\n<p>Without scripts this page lists the tickets, and searches nothing.</p>\n<ul>\n";
  for await (const line of lines()) {
    const [ticketId, version, page, heading, , status, , messages]: IndexTicket = JSON.parse(line);
    yield html`<li><a href="${relativeUrl(page)}">#${ticketId}</a> ${name(heading, 160)} (${counted(messages.length, "message")}, ${version}, ${status})</li>
`.markup;
  }
  yield "</ul>\n</noscript>\n";
}

function start(production: Production, limit: number | undefined): Html {
  const title = `Export for ${production.matter}`;
  return html`${pageStart({ title, style: INDEX_STYLE, script: INDEX_SCRIPT })}<a class="skip" href="#results">Skip to the results</a>
${header(production)}
<main>
${SEARCH}
${limit === undefined ? undefined : html`<p class="limit">Of each message, the first ${count(limit)} characters are searched here; its text file and messages.csv hold more.</p>\n`}<table id="results" tabindex="-1" hidden>
<caption class="hidden">What was found</caption>
<thead></thead>
<tbody></tbody>
</table>
<p id="more" hidden><button type="button">Show more</button></p>
`;
}

function header(production: Production): Html {
  const { id, orgId, matter, requestedBy, reason, asked, parts } = production;
  const { tickets, conversations, attachments, incompleteTickets } = production;
  const verdict =
    incompleteTickets === 0
      ? undefined
      : html`<p class="verdict"><strong>${counted(incompleteTickets, "ticket")} incomplete.</strong> Not everything that LeadSquared listed could be stored; the transcripts name what is missing.</p>\n`;
  return html`<header class="page">
<h1><span class="key">Export of ticket conversations</span> ${name(matter)}</h1>
<dl>
<div><dt>Requested by</dt><dd>${name(requestedBy)}</dd></div>
<div><dt>Reason</dt><dd>${name(reason)}</dd></div>
<div><dt>Asked for</dt><dd>Tickets ${asked}</dd></div>
<div><dt>Account</dt><dd>LeadSquared ${orgId}</dd></div>
<div><dt>Export</dt><dd>${id}, ${counted(parts, "part")}</dd></div>
<div><dt>Holds</dt><dd>${counted(tickets, "ticket")}, ${counted(conversations, "message")}, ${counted(attachments, "attachment")}</dd></div>
</dl>
${verdict}</header>`;
}

/** Shown by the script. */
const SEARCH = html`<form id="search" role="search" hidden>
<p class="words"><label for="words">Search numbers, people, file names and texts</label>
<input type="search" id="words" autocomplete="off" spellcheck="false"></p>
<p><label for="from">Sent from</label>
<input type="date" id="from"></p>
<p><label for="to">to (UTC)</label>
<input type="date" id="to"></p>
<p><label for="direction">Direction</label>
<select id="direction"><option value="">any</option><option value="inbound">inbound</option><option value="outbound">outbound</option><option value="unknown">unknown</option></select></p>
<p><label for="archive">Archive</label>
<select id="archive"><option value="">any</option><option value="complete">complete</option><option value="incomplete">incomplete</option></select></p>
<p><label for="source">At the source</label>
<select id="source"><option value="">any</option><option value="changed">edited or removed</option><option value="unchanged">unchanged</option></select></p>
<p><label for="list">List</label>
<select id="list"><option value="tickets">tickets</option><option value="messages">messages</option></select></p>
<p class="found" id="found" role="status"></p>
</form>`;

function end(production: Production): Html {
  return html`${leftOut(production)}${notSelected(production)}</main>
<footer class="page">
<p>A ticket stands here with its title, or with the first words of its first message where its details were not to be had; messages have no subject. People are the e-mail addresses found in the messages. Dates are UTC.</p>
<p>Links open the pages in the parts: unpack each zip in the folder of this page.</p>
<p>How to check that nothing was changed: <code>VERIFY.md</code> in each part.</p>
</footer>
${pageEnd(INDEX_SCRIPT)}`;
}

function leftOut({ leftOut }: Production): Html | undefined {
  if (leftOut.length === 0) return undefined;
  const items = leftOut.map(
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

function notSelected({ notSelected: { count: tickets, tickets: numbers } }: Production): Html | undefined {
  if (tickets === 0) return undefined;
  return html`<section class="left-out">
<h2>Looked at and not asked for</h2>
<p>${counted(tickets, "ticket")}: ${numbers}</p>
</section>
`;
}
