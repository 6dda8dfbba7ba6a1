/** The census of an account as a page: made of the record alone, so that the same record gives the same bytes. */
import type { Census } from "../census-record.ts";
import { BASE_STYLE } from "./base-style.ts";
import { count, counted, type Html, html, name } from "./html.ts";
import { pageEnd, pageStart } from "./page.ts";

const STYLE = `${BASE_STYLE}
body { max-width: 60rem; }
h1 { font: 600 1.6rem/1.25 var(--serif); }
h2 { font: 600 1rem/1.4 var(--sans); margin: 1.4rem 0 0.4rem; }
.lead { margin: 0.5rem 0 1rem; max-width: 46rem; font-size: 1.05rem; }
table { border-collapse: collapse; width: 100%; }
th, td { text-align: start; vertical-align: top; padding: 0.4rem 1rem 0.4rem 0; border-top: 1px solid var(--rule); font-weight: 400; }
thead th { font-weight: 600; border: 0; }
tbody th { white-space: nowrap; }
.n { text-align: end; font-variant-numeric: tabular-nums; white-space: nowrap; }
.which { font: 0.86rem/1.5 var(--mono); }
.means { color: var(--soft); font-size: 0.86rem; }
.open .n { color: var(--bad); font-weight: 600; }
dl > div { display: grid; grid-template-columns: 9.5rem 1fr; gap: 0.75rem; border-top: 1px solid var(--rule); padding: 0.3rem 0; }
dt { color: var(--soft); }
ul { padding-inline-start: 1.2rem; }
@media (max-width: 40rem) { dl > div { grid-template-columns: 1fr; gap: 0; } }
@media print { @page { size: A4; margin: 16mm; } tr { break-inside: avoid; } }
`;

/** Each class in words, and what it means; in the order in which it is shown. */
export const CENSUS_WORDS: readonly (readonly [keyof Census["numbers"], words: string, means: string])[] = [
  ["archived", "archived", "The last answer of LeadSquared listed nothing that is missing in the archive."],
  ["incomplete", "incomplete", "Archived, but something is missing."],
  ["accepted", "accepted", "Archived, and what is missing was accepted."],
  ["empty", "empty", "LeadSquared answered that it has nothing under the number."],
  ["neverAsked", "never asked", "No answer of LeadSquared is known."],
  [
    "notInVault",
    "not in the vault",
    "The index says that it is archived, and the vault has no folder of it.",
  ],
  ["notInIndex", "not in the index", "The vault has a folder of it, and the index knows no archive."],
];

/** Classes in which nothing is left to be done. */
const SETTLED: ReadonlySet<keyof Census["numbers"]> = new Set(["archived", "accepted", "empty"]);

/** How many numbers are not archived, accepted or empty. */
export function openNumbers({ numbers }: Census): number {
  return CENSUS_WORDS.reduce((sum, [key]) => sum + (SETTLED.has(key) ? 0 : numbers[key].count), 0);
}

/** Ranges shown of a class; the record lists all. */
const SHOWN = 2_000;

export function censusPage(
  census: Census,
  { key, sha256 }: { readonly key: string; readonly sha256: string },
): Uint8Array {
  const { orgId, at, endedAt, tool, requestedBy, index, vault, ledger, highest, due, failing, answers } =
    census;
  const title = `Census of account ${orgId}, ${utc(at)}`;
  const page = html`${pageStart({ title, style: STYLE })}<main>
<h1>${title}</h1>
<p class="lead">${inWords(census)}</p>
<table>
<thead><tr><th scope="col">Class</th><th scope="col" class="n">Numbers</th><th scope="col">Which</th></tr></thead>
<tbody>
${CENSUS_WORDS.map(([of, words, means]) => row(census, of, words, means))}<tr><th scope="row">all</th><td class="n">${count(highest)}</td><td class="which">${highest === 0 ? "none" : `1-${highest}`}</td></tr>
</tbody>
</table>
<h2>Asking</h2>
<dl>
${fact("Due", due.count === 0 ? "no number" : `${counted(due.count, "number")}, the first since ${utc(due.since ?? at)}`)}${fact("Last try failed", failing.count === 0 ? "no number" : html`${counted(failing.count, "number")}${failing.since === null ? "" : `, the first since ${utc(failing.since)}`}: <span class="which">${shown(failing.ranges)}</span>`)}${fact("Oldest answer", answers.oldest === null ? "none is known" : `${utc(answers.oldest)}: every number that was answered for since the index was made was answered for then or later`)}${answers.unknown === 0 ? undefined : fact("Not known", `when LeadSquared last answered for ${counted(answers.unknown, "archived number")}, as the index was made anew from the vault`)}</dl>
<h2>What was looked at</h2>
<dl>
${fact("Index of tickets", html`${name(index.location)}: ${counted(index.entries, "number")}, all read`)}${fact("Vault", html`${name(vault.location)}: the names of ${counted(vault.tickets, "ticket folder")} listed, no file read; ${counted(vault.lookedAgain, "number")} looked at again one by one`)}${fact("Ledger", ledger === null ? "none" : html`entry ${ledger.sequence} of ${utc(ledger.time)}, SHA-256 <code>${ledger.sha256}</code>, the last one then`)}${fact("Begun and ended", `${utc(at)}, ${utc(endedAt)}`)}${fact("Requested by", name(requestedBy))}${fact("Made by", tool)}${fact("Record", html`<code>${key}</code>, SHA-256 <code>${sha256}</code>`)}</dl>
<h2>What this does not say</h2>
<ul>
<li>That the archived files are whole and unaltered: <code>ticketvault verify</code> checks that against the ledger.</li>
<li>What became of a ticket at LeadSquared after it last answered for it.</li>
<li>Whether there are tickets above the highest number. <code>sync</code> looks for them, and they become known when they are found.</li>
</ul>
</main>
${pageEnd()}`;
  return Buffer.from(page.markup);
}

/** The census in a sentence. */
export function inWords(census: Census): string {
  const { highest, orgId } = census;
  if (highest === 0) return `No ticket of account ${orgId} is archived.`;
  const open = openNumbers(census);
  const all = highest === 1 ? "The number 1" : `All ${count(highest)} numbers from 1 to ${highest}`;
  if (open === 0) return `${all} ${highest === 1 ? "is" : "are"} archived, accepted or empty.`;
  return `Of the numbers from 1 to ${highest}, ${count(highest - open)} are archived, accepted or empty; ${count(open)} ${open === 1 ? "is" : "are"} not.`;
}

function row(census: Census, of: keyof Census["numbers"], words: string, means: string): Html {
  const { count: n, ranges } = census.numbers[of];
  const state = n > 0 && !SETTLED.has(of) ? "open" : "";
  return html`<tr class="${state}"><th scope="row">${words}</th><td class="n">${count(n)}</td><td><div class="which">${shown(ranges)}</div><div class="means">${means}</div></td></tr>\n`;
}

function shown(ranges: readonly string[]): string {
  const rest = ranges.length - SHOWN;
  const more = rest > 0 ? `, and ${count(rest)} more in the record` : "";
  return `${ranges.slice(0, SHOWN).join(", ")}${more}`;
}

function fact(what: string, value: Html | string): Html {
  return html`<div><dt>${what}</dt><dd>${value}</dd></div>\n`;
}

function utc(time: string): string {
  return `${time.slice(0, 19).replace("T", " ")} UTC`;
}
