/**
 * The certificate in the Schedule to India's Bharatiya Sakshya Adhiniyam, 2023 (section 63(4)(c)), Parts A and B, as a
 * draft: what the program knows is filled in and marked, all that a person has to know or to decide is left blank.
 */
import {
  type CertificateFacts,
  digestTable,
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

/** The same facts give the same bytes. */
export function bsaForms(facts: CertificateFacts): Uint8Array {
  const title = `Draft certificates for production ${facts.id}`;
  const page = html`${pageStart({ title, style: CERTIFICATE_STYLE })}<main>
<h1>Draft certificates under section 63(4)(c)</h1>
<p class="draft"><strong>A draft, and not signed.</strong> A program wrote it: it filled in what it knows, <span class="given">marked so</span>, and left blank what a person must know, decide or affirm. Counsel has to compare it with the Act and its Schedule as in force and with the rules of the court, and whoever signs has to check each statement. It is no advice, and nothing in it says that the production is admissible.</p>
${sheet(facts)}
${partA(facts)}
${partB(facts)}
</main>
${pageEnd()}`;
  return Buffer.from(page.markup);
}

/** What the forms refer to. */
function sheet(facts: CertificateFacts): Html {
  const { id, plannedAt, matter, requestedBy, authenticated, counts, tool, source } = facts;
  return html`<section>
<h2>The electronic record, and what the program recorded of it</h2>
<p>Production ${id} for ${name(matter, 500)}, asked for by ${name(requestedBy, 500)}${authenticated === undefined ? undefined : html`, authenticated as ${name(authenticated, 500)}`}, planned ${inBothZones(plannedAt)}, by ${tool}. ${name(sourceInWords(facts), 2_000)}. Ledger: ${ledgerHeadInWords(source)}.</p>
<p>Interruptions and gaps that it recorded; others it cannot know:</p>
<ul>
${[...questionInWords(facts), ...limitsInWords(counts), ...outagesInWords(source)].map((limit) => html`<li>${limit}</li>\n`)}</ul>
<h2>Hash report (whole: hash-report.csv)</h2>
${digestTable(facts)}</section>`;
}

function partA(facts: CertificateFacts): Html {
  return html`<section class="form">
<h2>PART A</h2>
<p class="of">(To be filled by the Party)</p>
${opening()}
<p>I have produced electronic record/output of the digital record taken from the following device/digital record source (tick mark):—</p>
${device(facts)}
<p>The digital device or the digital record source was under the lawful control for regularly creating, storing or processing information for the purposes of carrying out regular activities and during this period, the computer or the communication device was working properly and the relevant information was regularly fed into the computer during the ordinary course of business. If the computer/digital device at any point of time was not working properly or out of operation, then it has not affected the electronic/digital record or its accuracy. The digital device or the source of the digital record is:—</p>
${boxes(["Owned", "Maintained", "Managed", "Operated"], undefined)}
<p>by me (select as applicable).</p>
${hashes(facts)}
${signature("(Name and signature)")}</section>`;
}

function partB(facts: CertificateFacts): Html {
  return html`<section class="form">
<h2>PART B</h2>
<p class="of">(To be filled by the Expert)</p>
${opening()}
<p>The produced electronic record/output of the digital record are obtained from the following device/digital record source (tick mark):—</p>
${device(facts)}
${hashes(facts)}
${signature("(Name, designation and signature)")}</section>`;
}

function opening(): Html {
  return html`<p>I, ${blank("name")} (Name), Son/daughter/spouse of ${blank("name of parent or spouse")} residing/employed at ${blank("address", true)} do hereby solemnly affirm and sincerely state and submit as follows:—</p>`;
}

const SOURCES = [
  "Computer / Storage Media",
  "DVR",
  "Mobile",
  "Flash Drive",
  "CD/DVD",
  "Server",
  "Cloud",
  "Other",
];

function device(facts: CertificateFacts): Html {
  const isCloud = facts.source.location.startsWith("s3://");
  const id = isCloud ? html`<span class="given">${name(sourceInWords(facts), 2_000)}</span>` : blank("id");
  return html`${boxes(SOURCES, isCloud ? "Cloud" : "Computer / Storage Media")}
<p>Other: ${blank("other source", true)}</p>
<p>Make &amp; Model: ${blank("make and model")} Color: ${blank("colour")} Serial Number: ${blank("serial number")}</p>
<p>IMEI/UIN/UID/MAC/Cloud ID ${id} (as applicable)</p>
<p>and any other relevant information, if any, about the device/digital record: <span class="given">${name(sourceInWords(facts), 2_000)}; copies of what LeadSquared’s “Get Ticket Conversations” returned, kept by ${facts.tool}</span> ${blank("more", true)} (specify).</p>`;
}

function hashes({ parts, reportSha256 }: CertificateFacts): Html {
  const [first] = parts;
  const value =
    parts.length === 1 && first !== undefined
      ? html`<code>${first.sha256}</code>`
      : html`as in the hash report, whose SHA-256 is <code>${reportSha256}</code>`;
  return html`<p>I state that the HASH value/s of the electronic/digital record/s is <span class="given">${value}</span>, obtained through the following algorithm:—</p>
${boxes(["SHA1:", "SHA256:", "MD5:", "Other:"], "SHA256:")}
<p>${blank("other algorithm")} (Legally acceptable standard)</p>
<p>(Hash report to be enclosed with the certificate)</p>`;
}

function signature(who: string): Html {
  return html`<p class="sign">${blank("name and signature", true)}<br>${who}</p>
<p>Date (DD/MM/YYYY): ${blank("date")}<br>Time (IST): ${blank("time")} hours (In 24 hours format)<br>Place: ${blank("place")}</p>
`;
}

/** @param ticked what the program knows; undefined where only a person does */
function boxes(labels: readonly string[], ticked: string | undefined): Html {
  const items = labels.map((label) =>
    label === ticked
      ? html`<span class="given">☑ ${label}<span class="hidden"> (ticked by the program)</span></span>`
      : html`<span>☐ ${label}</span>`,
  );
  return html`<p class="boxes">${items}</p>`;
}

function blank(what: string, wide = false): Html {
  return html`<span class="blank${wide ? " wide" : ""}"><span class="hidden">to be filled in: ${what}</span>&nbsp;</span>`;
}
