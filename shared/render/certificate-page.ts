/** The certificate of a production: one page to print, that says what was asked, what was found, and which bytes it is. */
import {
  type CertificateFacts,
  digestTable,
  foundInWords,
  inBothZones,
  ledgerHeadInWords,
  limitsInWords,
  outagesInWords,
  questionInWords,
  sourceInWords,
} from "./certificate-facts.ts";
import { CERTIFICATE_STYLE } from "./certificate-style.ts";
import { type Html, html, name } from "./html.ts";
import { pageEnd, pageStart } from "./page.ts";

/** The same facts give the same bytes. Nobody signs it: it says what the program did. */
export function certificatePage(facts: CertificateFacts): Uint8Array {
  const { id, plannedAt, matter, reason, requestedBy, authenticated, archived, sent, counts, tool, source } =
    facts;
  const page = html`${pageStart({ title: `Certificate of production ${id}`, style: CERTIFICATE_STYLE })}<main>
<h1>Certificate of production</h1>
<p class="lead">This page was written by the program that made the production. It says what the program was asked, what it found and which files it wrote. Nobody has signed it, and it makes no statement of law.</p>
<dl>
${fact("Matter", name(matter, 500))}${fact("Reason", name(reason, 500))}${fact("Requested by", name(requestedBy, 500))}${fact("Authenticated as", authenticated === undefined ? html`nobody: the name above is as it was given` : name(authenticated, 500))}${fact("Asked for", facts.asked)}${fact("Found", foundInWords(counts))}${fact("Archived", html`from ${inBothZones(archived.from)}<br>to ${inBothZones(archived.to)}`)}${fact("Messages sent", sent === null ? "at no readable time" : html`from ${inBothZones(sent.from)}<br>to ${inBothZones(sent.to)}, as LeadSquared has it`)}${fact("Source", name(sourceInWords(facts), 2_000))}${fact("Ledger", html`${ledgerHeadInWords(source)}, the last one when the production was planned`)}${fact("Production", html`${id}, planned ${inBothZones(plannedAt)}`)}${fact("Made by", tool)}</dl>
<section>
<h2>What bears on its completeness</h2>
<ul>
${[...questionInWords(facts), ...limitsInWords(counts), ...outagesInWords(source)].map((limit) => html`<li>${limit}</li>\n`)}</ul>
</section>
<section>
<h2>Files</h2>
${digestTable(facts)}<p>To check a file, compare its line with what <code>sha256sum FILE</code> prints. <code>VERIFY.md</code> in each zip says how the archived files in it are checked against the signed ledger.</p>
</section>
</main>
${pageEnd()}`;
  return Buffer.from(page.markup);
}

function fact(what: string, value: Html | string): Html {
  return html`<div><dt>${what}</dt><dd>${value}</dd></div>\n`;
}
