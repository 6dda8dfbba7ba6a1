/** The style of the index page. */
import { BASE_STYLE } from "./base-style.ts";

export const INDEX_STYLE = `${BASE_STYLE}
body { max-width: 72rem; }
header.page { border-bottom: 1px solid var(--rule); padding-bottom: 1.25rem; }
h1 { font: 600 1.9rem/1.25 var(--serif); letter-spacing: -0.01em; }
h1 .key { display: block; font: 600 0.95rem/1.6 var(--sans); color: var(--soft); letter-spacing: 0.01em; }
h2 { font: 600 1rem/1.5 var(--sans); }
header.page dl { display: flex; flex-wrap: wrap; gap: 0.75rem 1.75rem; margin: 1.25rem 0 0.25rem; }
dt { color: var(--soft); font-size: 0.8rem; }
dd { font-variant-numeric: tabular-nums; max-width: 34rem; }
.verdict { border: 1px solid var(--rule); border-left: 8px double var(--bad-rule); border-radius: 4px; background: var(--bad-tint); padding: 0.6rem 0.9rem; margin-top: 1rem; }
form { display: flex; flex-wrap: wrap; gap: 0.75rem 1rem; align-items: end; padding: 1.25rem 0 0.5rem; }
form[hidden] { display: none; }
.words { flex: 1 1 20rem; }
label { display: block; color: var(--soft); font-size: 0.85rem; margin-bottom: 0.3rem; }
input, select { font: inherit; color: inherit; background: var(--paper); border: 1px solid light-dark(#858c97, #6d7580); border-radius: 4px; padding: 0.4rem 0.6rem; width: 100%; min-height: 2.6rem; }
input:focus-visible, select:focus-visible { outline-offset: 0; }
button { font: inherit; color: inherit; background: none; border: 0; padding: 0; text-align: inherit; cursor: pointer; }
thead button { text-decoration: underline dotted; text-underline-offset: 0.2em; min-height: 1.5rem; }
th[aria-sort="ascending"] button::after { content: " \\2191"; }
th[aria-sort="descending"] button::after { content: " \\2193"; }
#more { padding: 1rem 0; }
#more[hidden], table[hidden] { display: none; }
#more button { border: 1px solid light-dark(#858c97, #6d7580); border-radius: 4px; padding: 0.4rem 0.9rem; min-height: 2.6rem; }
.limit { color: var(--soft); font-size: 0.9rem; }
.hit { color: var(--soft); font-size: 0.9rem; display: block; margin-top: 0.2rem; }
noscript ul { padding-left: 1.25rem; }
.found { min-width: 9rem; padding: 0.55rem 0; font-variant-numeric: tabular-nums; }
table { border-collapse: collapse; width: 100%; margin-top: 0.75rem; }
th, td { text-align: left; vertical-align: top; padding: 0.55rem 0.9rem 0.55rem 0; border-bottom: 1px solid var(--rule); font-variant-numeric: tabular-nums; }
thead th { overflow-wrap: normal; font: 600 0.8rem/1.4 var(--sans); color: var(--soft); vertical-align: bottom; border-bottom: 2px solid var(--line); }
tbody th { font-weight: 600; white-space: nowrap; }
tbody tr:hover { background: var(--tint); }
td:nth-child(2) { width: 45%; }
.n { text-align: right; }
.date { white-space: nowrap; }
.beginning { font: 1.05rem/1.45 var(--serif); display: block; }
.people { color: var(--soft); font-size: 0.85rem; display: block; }
.incomplete { color: var(--bad); }
.left-out { margin-top: 2rem; }
.left-out ul { padding-left: 1.25rem; }
footer.page { margin-top: 2rem; color: var(--soft); font-size: 0.9rem; max-width: 46rem; }
footer.page p { margin-top: 0.35rem; }
@media screen and (max-width: 44rem) {
  thead { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
  table, tbody, tr { display: block; width: 100%; }
  tbody tr { border-bottom: 1px solid var(--rule); padding: 0.6rem 0; }
  th, td { border: 0; padding: 0.1rem 0; }
  tbody th, tbody td { display: block; }
  td:nth-child(2) { width: auto; }
  td[data-label] { display: inline-block; margin-inline-end: 1.1rem; text-align: start; color: var(--soft); }
  td[data-label]::before { content: attr(data-label) " "; font-size: 0.8rem; }
  form > p { flex: 1 1 9rem; }
  form > .words { flex-basis: 100%; }
}
@media print {
  @page { size: A4; margin: 16mm 14mm 18mm; @bottom-right { content: counter(page) " of " counter(pages); font: 8pt sans-serif; } }
  html { font-size: 9pt; }
  body { padding: 0; max-width: none; }
  form, .skip, #more { display: none; }
  thead { display: table-header-group; }
  tr { break-inside: avoid; }
  thead th { padding-right: 0.5rem; }
  td:nth-child(2) { width: 40%; }
  a { color: inherit; }
}
`;
