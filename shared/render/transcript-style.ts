/** The style of a transcript, on screen and on paper. */
import { BASE_STYLE } from "./base-style.ts";

/** @param label stands at the foot of each printed page; `Ticket #143, version v1`, no quotes or backslashes in it */
export function transcriptStyle(label: string): string {
  return `${BASE_STYLE}
header.page { border-bottom: 1px solid var(--rule); padding-bottom: 1.5rem; }
.back { font-size: 0.9rem; margin-bottom: 1rem; }
h1 { font: 600 1.9rem/1.25 var(--serif); letter-spacing: -0.01em; }
.beginning { font: 1.06rem/1.5 var(--serif); color: var(--soft); margin-top: 0.35rem; }
header.page dl { display: flex; flex-wrap: wrap; gap: 0.75rem 1.75rem; margin: 1.25rem 0; }
dt { color: var(--soft); font-size: 0.8rem; }
dd { font-variant-numeric: tabular-nums; }
.verdict { border: 1px solid var(--rule); border-left: 4px solid var(--good); border-radius: 4px; padding: 0.6rem 0.9rem; }
.verdict.incomplete { border-left: 8px double var(--bad-rule); background: var(--bad-tint); }
.verdict ul { padding-left: 1.25rem; margin-top: 0.25rem; }
.verdict ul + p { margin-top: 0.6rem; }
.contents { padding: 1.5rem 0 0.5rem; }
.contents h2, .edit h3, .files h3, footer.page h2 { font: 600 0.85rem/1.5 var(--sans); color: var(--soft); }
.contents ol { list-style: none; padding: 0; margin-top: 0.35rem; counter-reset: message; }
.contents li { counter-increment: message; display: block; padding: 0.15rem 0 0.15rem 2.1rem; position: relative; }
.contents li::before { content: counter(message); position: absolute; left: 0; width: 1.5rem; text-align: right; color: var(--soft); font-variant-numeric: tabular-nums; }
.contents .party { display: none; }
.contents .words { color: var(--soft); display: block; font-family: var(--serif); }
.message { border: 1px solid var(--rule); border-radius: 6px; margin: 1.5rem 0; background: var(--paper); }
.message > header { padding: 0.8rem 1.25rem; border-bottom: 1px solid var(--rule); background: var(--tint); border-radius: 6px 6px 0 0; }
.message h2 { font: 600 1rem/1.5 var(--sans); }
.message .number { display: inline-block; min-width: 1.4rem; color: var(--soft); font-variant-numeric: tabular-nums; }
.message .party { font-weight: 400; }
.kind { white-space: nowrap; }
.inbound { margin-right: 4rem; border-left: 5px solid var(--accent); }
.outbound { margin-left: 4rem; border-right: 5px solid var(--outbound); }
.message .kind { border: 1.5px solid currentColor; border-radius: 3px; padding: 0.05rem 0.45rem; font-size: 0.85rem; margin-right: 0.2rem; }
.inbound .kind { color: var(--accent); background: var(--paper); }
.inbound .kind::before { content: "\\2190\\a0"; content: "\\2190\\a0" / ""; }
.outbound .kind { color: #ffffff; background: var(--outbound); border-color: var(--outbound); }
.outbound .kind::after { content: "\\a0\\2192"; content: "\\a0\\2192" / ""; }
.message .when { margin-top: 0.25rem; font-variant-numeric: tabular-nums; }
.local { color: var(--soft); padding-left: 0.75rem; margin-left: 0.5rem; border-left: 1px solid var(--line); }
.found { color: var(--ink); font-size: 0.85rem; font-weight: 600; width: fit-content; margin-top: 0.25rem; padding: 0 0.4rem; background: var(--mark); border-radius: 3px; }
.who { color: var(--soft); font-size: 0.85rem; }
.body { font: 1.06rem/1.6 var(--serif); padding: 1.1rem 1.25rem; unicode-bidi: isolate; contain: paint; }
.body p { margin: 0.5em 0; }
.body p.line { margin: 0; min-height: 1lh; }
.body h4, .body h5, .body h6 { font-size: 1.06rem; margin: 0.8em 0 0.4em; }
.body blockquote { margin: 0.75em 0; padding-inline-start: 0.9em; border-inline-start: 3px solid var(--line); }
.body pre { font: inherit; background: none; border: 0; padding: 0; unicode-bidi: plaintext; }
.body .pre { white-space: pre-wrap; }
.body code { font: 0.9em/1.5 var(--mono); }
.body .list { list-style: none; padding: 0; margin: 0.5em 0; }
.body .list > li { padding-inline-start: 2.2em; }
.body .list .list { margin: 0; }
.body .marker { float: inline-start; min-width: 1.7em; margin-inline: -2.2em 0; text-align: end; font-variant-numeric: tabular-nums; }
.body .scroll { overflow-x: auto; overflow-wrap: normal; margin: 0.6em 0; }
.body table { border-collapse: collapse; }
.body td, .body th { padding: 0.2em 0.75em 0.2em 0; vertical-align: top; text-align: start; font-variant-numeric: tabular-nums; }
.body table.lines > * > tr > * { border: 1px solid var(--line); padding: 0.2em 0.5em; }
.body .long { overflow-wrap: anywhere; }
.body .whole { white-space: nowrap; }
.body img { max-width: 100%; height: auto; }
.body hr { border: 0; border-top: 1px solid var(--rule); }
.body ins { text-decoration: underline double; text-underline-offset: 0.15em; }
.body mark { background: var(--mark); color: inherit; }
.body sup, .body sub { line-height: 1; }
.concealed { color: var(--note); border-bottom: 2px dotted var(--note-rule); }
.to { font: 0.8rem var(--mono); color: var(--soft); }
.blocked { font: 0.82rem/1.4 var(--sans); color: var(--note); background: var(--note-tint); border: 1px dashed var(--note-rule); border-radius: 3px; padding: 0.05rem 0.4rem; }
.history > summary { font: 0.9rem var(--sans); color: var(--accent); cursor: pointer; width: fit-content; margin-top: 0.75rem; }
.note { color: var(--soft); font-size: 0.9rem; font-style: italic; padding: 0 1.25rem 0.6rem; }
.edit { border-top: 1px solid var(--rule); padding: 0.7rem 1.25rem 0.9rem; }
.edit p { color: var(--soft); font-size: 0.9rem; margin-top: 0.35rem; }
.difference { font: 1.06rem/1.6 var(--serif); white-space: pre-wrap; unicode-bidi: plaintext; margin-top: 0.35rem; padding-inline-start: 0.9em; border-inline-start: 3px double var(--line); }
.difference del { background: var(--bad-tint); text-decoration: line-through 0.1em; }
.difference ins { background: var(--tint); text-decoration: underline double; text-underline-offset: 0.15em; }
.message > header .note { padding: 0.2rem 0 0; }
.files { border-top: 1px solid var(--rule); padding: 0.7rem 1.25rem 0.9rem; }
.files ul { list-style: none; padding: 0; }
.files li { padding-top: 0.45rem; }
.file { font-weight: 600; }
.facts, .digest { font-size: 0.85rem; color: var(--soft); }
.missing { border-left: 8px double var(--bad-rule); padding-left: 0.75rem; margin-top: 0.5rem; }
.missing strong { color: var(--bad); }
footer.page { border-top: 1px solid var(--rule); margin-top: 2.5rem; padding-top: 1rem; font-size: 0.9rem; }
footer.page section { margin-top: 0.9rem; max-width: 46rem; }
footer.page p, footer.page pre { margin-top: 0.25rem; }
@media (max-width: 40rem) { .inbound { margin-right: 0; } .outbound { margin-left: 0; } .local { display: block; padding: 0; margin: 0; border: 0; } }
@media print {
  @page { size: A4; margin: 18mm 16mm 20mm; @bottom-left { content: "${label}"; font: 8pt sans-serif; } @bottom-right { content: counter(page) " of " counter(pages); font: 8pt sans-serif; } }
  html { font-size: 10pt; }
  body { padding: 0; max-width: none; }
  .skip, .back { display: none; }
  .message { break-inside: auto; border-radius: 0; }
  .message .kind { color: inherit; background: none; border-color: currentColor; }
  .message > header { break-after: avoid; break-inside: avoid; }
  .files li, .verdict, footer.page section { break-inside: avoid; }
  h1, h2, h3 { break-after: avoid; }
  p { orphans: 3; widows: 3; }
  @page wide { size: A4 landscape; }
  .body { contain: none; }
  .body .scroll { overflow: visible; }
  .body .wide { page: wide; font-size: 8pt; line-height: 1.35; }
  .body tr { break-inside: avoid; }
  .found { background: none; outline: 1px solid currentColor; }
  .concealed, .blocked, .difference del, .difference ins { color: inherit; background: none; }
  .body mark { background: none; outline: 1px solid currentColor; }
  details.history::details-content { content-visibility: visible; display: block; block-size: auto; }
  a { color: inherit; }
}
`;
}
