/** The list of messages that a question finds: first the list, then how many there are of which kind. */
import type { FacetCount, Facets, Hit } from "../../shared/catalogue/search-index.ts";
import { type Sought, snippetOf } from "../../shared/catalogue/snippet.ts";
import { wordingName } from "../../shared/render/control-number.ts";
import { count, type Html, html, name, withoutOverrides } from "../../shared/render/html.ts";
import { pageEnd, pageStart } from "../../shared/render/page.ts";
import { LIST_STYLE } from "../../shared/render/window-style.ts";
import { minuteIn } from "../zone-time.ts";
import { bar, listUrl } from "./bar.ts";

export interface ListPage {
  /** As it was typed; "" for all messages. */
  readonly question: string;
  readonly zone: string;
  /** From 0. */
  readonly page: number;
  readonly hits: readonly Hit[];
  readonly hasMore: boolean;
  /** What of the question is looked for in texts. */
  readonly sought: readonly Sought[];
}

/** Characters of a title, and of a message, that a list shows. */
const TITLE = 120;
const SNIPPET = 260;

export function listStart({ question, zone, page, hits, hasMore, sought }: ListPage): Html {
  const title = question === "" ? "All messages" : `${question.slice(0, 120)} – search`;
  const before = page === 0 ? undefined : html`<a rel="prev" href="${listUrl(question, page - 1)}">Newer</a>`;
  const after = hasMore ? html`<a rel="next" href="${listUrl(question, page + 1)}">Older</a>` : undefined;
  return html`${pageStart({ title, style: LIST_STYLE, hasForm: true })}<a class="skip" href="#found">Skip to the list</a>
${bar(question)}<div class="columns">
<main class="found" id="found" tabindex="-1">
<h1>${hits.length === 0 ? "Nothing is found" : html`Messages, the newest first${page === 0 ? "" : `, page ${page + 1}`}`}</h1>
<ol class="hits">
${hits.map((hit) => item(hit, zone, sought))}</ol>
${before === undefined && after === undefined ? undefined : html`<nav class="pages" aria-label="Pages">${before}${after}</nav>\n`}</main>
`;
}

/** What comes after the list. @param about what was searched and what was not, in lines */
export function listEnd({ question }: ListPage, facets: Facets, about: string): Html {
  const narrowed = (term: string): string => listUrl(question === "" ? term : `(${question}) ${term}`);
  const facet = (title: string, counts: readonly FacetCount[], term: (value: string) => string) =>
    counts.length === 0
      ? undefined
      : html`<h2>${title}</h2>
<ul>
${counts.map(({ value, count: n }) => html`<li><a href="${narrowed(term(value))}">${name(value, 60)}</a><span class="n">${count(n)}</span></li>\n`)}</ul>
`;
  const standing = [
    { value: "removed at the source", count: facets.removed },
    { value: "of incomplete tickets", count: facets.incomplete },
  ].filter((each) => each.count > 0);
  const standingTerm = (value: string): string =>
    value.startsWith("removed") ? "is:removed" : "is:incomplete";
  return html`<aside class="facets" aria-label="Narrow the list">
${facet("Status", facets.status, (value) => `status:${quoted(value)}`)}${facet("Standing", standing, standingTerm)}${facet("Month", facets.month, (value) => `sent:${value}`)}${facet("Customer", facets.customer, (value) => `customer:${quoted(value)}`)}</aside>
</div>
<footer class="about">${about.split("\n").map((line) => html`<p>${line}</p>\n`)}</footer>
${pageEnd()}`;
}

/** A question that is none. @param message of several lines: what is wrong, and where */
export function mistakePage(question: string, message: string): Html {
  return html`${pageStart({ title: "A mistake in the question", style: LIST_STYLE, hasForm: true })}${bar(question)}<main class="found" id="found" tabindex="-1">
<h1>There is a mistake in the question</h1>
<pre class="mistake">${message}</pre>
</main>
${pageEnd()}`;
}

/** Marks within a value end the quotation, and count for nothing in a question. */
function quoted(value: string): string {
  return `"${value.replaceAll(/["“”]/g, " ")}"`;
}

function item(hit: Hit, zone: string, sought: readonly Sought[]): Html {
  const { ticket, subject, sent, files, removed, isCurrent } = hit;
  const title = marked(subject ?? "", sought, TITLE);
  const words = marked(hit.body, sought, SNIPPET);
  const facts = [
    ...(sent === null ? [] : [minuteIn(sent, zone)]),
    kindOf(hit),
    ...(isCurrent ? [] : ["earlier wording"]),
    ...(files.length === 0 ? [] : [files.length === 1 ? "1 attachment" : `${files.length} attachments`]),
  ].join(" · ");
  return html`<li><a class="which" href="${ticketUrl(hit)}">#${ticket}${title.length === 0 ? undefined : html` <bdi>${title}</bdi>`}</a>
<p class="facts">${facts}${removed ? html` · <span class="gone">removed at the source</span>` : undefined}</p>
${words.length === 0 ? undefined : html`<p class="words" dir="auto">${words}</p>\n`}</li>
`;
}

/** A part of a text, with marks on what was found. */
function marked(text: string, sought: readonly Sought[], width: number): Html[] {
  return snippetOf(text, sought, width).map((piece) => {
    const shown = withoutOverrides(piece.text);
    return piece.marked ? html`<mark>${shown}</mark>` : html`${shown}`;
  });
}

/** Leads to the message on the ticket's page. */
function ticketUrl({ ticket, message, wording }: Hit): string {
  const name = wordingName({ key: message, ordinal: wording });
  return message === "title" ? `/ticket/${ticket}` : `/ticket/${ticket}/${name}`;
}

function kindOf({ message, direction, channel }: Hit): string {
  if (message === "description" || message === "title") return message;
  return [direction, channel].filter((each) => each !== null).join(" ") || "of an unknown type";
}
