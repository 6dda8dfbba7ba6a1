/** The style of certificates: plain sheets of A4, on screen too. */
import { BASE_STYLE } from "./base-style.ts";

export const CERTIFICATE_STYLE = `${BASE_STYLE}
body { max-width: 50rem; }
h1 { font: 600 1.6rem/1.25 var(--serif); }
h2 { font: 600 1rem/1.4 var(--sans); margin: 1.1rem 0 0.3rem; }
.lead, .draft { color: var(--soft); margin: 0.4rem 0 1rem; max-width: 44rem; }
.draft { border: 2px solid var(--bad-rule); background: var(--bad-tint); color: var(--ink); padding: 0.6rem 0.9rem; }
dl > div { display: grid; grid-template-columns: 9.5rem 1fr; gap: 0.75rem; border-top: 1px solid var(--rule); padding: 0.3rem 0; }
dt { color: var(--soft); }
dd { font-variant-numeric: tabular-nums; }
ul { padding-inline-start: 1.2rem; }
table { border-collapse: collapse; width: 100%; font-size: 0.85rem; }
th, td { text-align: start; vertical-align: top; padding: 0.25rem 0.6rem 0.25rem 0; border-top: 1px solid var(--rule); font-weight: 400; }
thead th { font-weight: 600; border: 0; }
td:nth-child(2) { white-space: nowrap; }
table + p { margin-top: 0.5rem; font-size: 0.9rem; color: var(--soft); }
.form { font: 1rem/1.65 var(--serif); margin-top: 2.5rem; }
.form h2, .form .of { text-align: center; font-family: var(--serif); }
.form p { margin-top: 0.7rem; }
.given { text-decoration: underline dotted; text-underline-offset: 0.2em; }
.blank { display: inline-block; min-width: 9rem; border-bottom: 1px solid var(--ink); background: var(--note-tint); }
.blank.wide { min-width: 20rem; }
.boxes { display: flex; flex-wrap: wrap; gap: 0.3rem 1.2rem; }
.sign { text-align: end; margin-top: 2.5rem !important; }
@media (max-width: 40rem) { dl > div { grid-template-columns: 1fr; gap: 0; } .blank.wide { min-width: 12rem; } }
@media print {
  @page { size: A4; margin: 16mm 16mm 18mm; @bottom-right { content: counter(page) " of " counter(pages); font: 8pt sans-serif; } }
  html { font-size: 9.5pt; }
  body { padding: 0; max-width: none; }
  .form { break-before: page; margin-top: 0; font-size: 9.5pt; line-height: 1.5; }
  .form p { margin-top: 0.5rem; }
  .sign { margin-top: 1.5rem !important; }
  .draft { background: none; }
  .blank { background: none; }
  tr, .form p, section { break-inside: avoid; }
  a { color: inherit; }
}
`;
