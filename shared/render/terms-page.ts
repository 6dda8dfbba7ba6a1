/** A search terms report as a page to print: what each question of a list finds, and what that means. */
import type { AskedOf } from "../asked-question.ts";
import { BASE_STYLE } from "./base-style.ts";
import { count, counted, type Html, html, name } from "./html.ts";
import { pageEnd, pageStart } from "./page.ts";
import { utcText } from "./times.ts";

export interface TermsReport {
  readonly orgId: number;
  /** When the questions were asked, ISO. */
  readonly at: string;
  readonly tool: string;
  /** Name of the list, and SHA-256 of its bytes. */
  readonly list: { readonly name: string; readonly sha256: string };
  /** IANA zone of the questions' dates. */
  readonly zone: string;
  readonly askedOf: AskedOf;
  readonly terms: readonly {
    readonly question: string;
    readonly hits: number;
    readonly tickets: number;
    readonly uniqueTickets: number;
  }[];
  readonly union: { readonly hits: number; readonly tickets: number };
}

const STYLE = `${BASE_STYLE}
body { max-width: 60rem; }
h1 { font: 600 1.6rem/1.25 var(--serif); }
h2 { font: 600 1rem/1.4 var(--sans); margin: 1.4rem 0 0.4rem; }
.lead { margin: 0.5rem 0 1rem; max-width: 46rem; font-size: 1.05rem; }
table { border-collapse: collapse; width: 100%; }
th, td { text-align: start; vertical-align: top; padding: 0.4rem 1rem 0.4rem 0; border-top: 1px solid var(--rule); font-weight: 400; }
thead th { font-weight: 600; border: 0; vertical-align: bottom; }
tfoot th, tfoot td { border-top: 2px solid var(--line); font-weight: 600; }
.n { text-align: end; font-variant-numeric: tabular-nums; white-space: nowrap; }
.term { font: 0.93rem/1.5 var(--mono); }
dl > div { display: grid; grid-template-columns: 11rem 1fr; gap: 0.75rem; border-top: 1px solid var(--rule); padding: 0.3rem 0; }
dt { color: var(--soft); }
@media (max-width: 40rem) { dl > div { grid-template-columns: 1fr; gap: 0; } th, td { padding-right: 0.5rem; } }
@media print { @page { size: A4; margin: 16mm; @bottom-right { content: counter(page) " of " counter(pages); font: 8pt sans-serif; } } html { font-size: 10pt; } body { padding: 0; max-width: none; } tr, dl > div { break-inside: avoid; } h2 { break-after: avoid; } }
`;

/** The same report gives the same bytes. */
export function termsPage(report: TermsReport): Uint8Array {
  const { orgId, at, tool, list, zone, askedOf, terms, union } = report;
  const { ledgerHead, newestArchived, namesLookedUp, notSearched } = askedOf;
  const { incompleteTickets, attachments, ticketsWithAttachments, unreadable } = notSearched;
  const title = `Search terms report, account ${orgId}`;
  const page = html`${pageStart({ title, style: STYLE })}<main>
<h1>${title}</h1>
<p class="lead">${counted(terms.length, "term")} together find ${counted(union.tickets, "ticket")} of ${count(askedOf.tickets)}, by ${counted(union.hits, "hit")}.</p>
<table>
<thead><tr><th scope="col" class="n">No.</th><th scope="col">Term</th><th scope="col" class="n">Hits</th><th scope="col" class="n">Tickets</th><th scope="col" class="n">Unique tickets</th></tr></thead>
<tbody>
${terms.map(row)}</tbody>
<tfoot><tr><td></td><th scope="row">All terms together</th><td class="n">${count(union.hits)}</td><td class="n">${count(union.tickets)}</td><td></td></tr></tfoot>
</table>
<h2>What the columns mean</h2>
<dl>
${fact("Hits", "Wordings that fulfil the term: each wording of a message or a description counts once, and each title of a ticket, however often a word stands in it.")}${fact("Tickets", "Tickets with at least one hit of the term.")}${fact("Unique tickets", "Tickets with a hit of the term, and with none of any other term in this list.")}${fact("All terms together", "Wordings that fulfil at least one term, and tickets with at least one of these; nothing counts twice.")}</dl>
<h2>What was searched</h2>
<dl>
${fact("Texts", html`${counted(askedOf.messages, "wording")} of messages, descriptions and titles in ${counted(askedOf.tickets, "ticket")}${newestArchived === null ? "" : `, archived by ${utcText(newestArchived)}`}; earlier wordings, and what was removed at the source, among them`)}${fact("Ledger", ledgerHead === null ? "none" : html`all that entry ${count(ledgerHead.sequence)} and those before it seal; its SHA-256 is <code>${ledgerHead.sha256}</code>`)}${fact("Not searched", html`the content of ${counted(attachments, "attachment")} in ${counted(ticketsWithAttachments, "ticket")} (their names were, by file:); what is missing of ${counted(incompleteTickets, "incomplete ticket")}${unreadable === "" ? "" : html`; tickets whose archives cannot be read: ${name(unreadable, 2_000)}`}`)}${fact("Dates", `in ${zone}`)}${fact("People", namesLookedUp === null ? "by LeadSquared’s ids" : `by names looked up on ${namesLookedUp}`)}${fact("List of terms", html`${name(list.name)}, SHA-256 <code>${list.sha256}</code>`)}${fact("Asked", utcText(at))}${fact("Made by", tool)}</dl>
</main>
${pageEnd()}`;
  return Buffer.from(page.markup);
}

function row({ question, hits, tickets, uniqueTickets }: TermsReport["terms"][number], index: number): Html {
  return html`<tr><td class="n">${index + 1}</td><th scope="row" class="term">${name(question, 20_000)}</th><td class="n">${count(hits)}</td><td class="n">${count(tickets)}</td><td class="n">${count(uniqueTickets)}</td></tr>\n`;
}

function fact(what: string, value: Html | string): Html {
  return html`<div><dt>${what}</dt><dd>${value}</dd></div>\n`;
}
