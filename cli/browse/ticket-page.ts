/** A ticket in the window: its transcript, with all wordings side by side, and above it its holds, its seal and its files. */
import type { PublishedTicket } from "../../shared/archive/read-published.ts";
import type { Looked } from "../../shared/ledger/find-seal.ts";
import { count, type Html, html, name } from "../../shared/render/html.ts";
import { utcText } from "../../shared/render/times.ts";
import { bar } from "./bar.ts";

export interface Standing {
  /** The matters that the ticket is under; undefined in a folder, which has no holds. */
  readonly matters: readonly string[] | undefined;
  readonly seal: Looked;
  /** SHA-256 of the inventory that is shown. */
  readonly inventorySha256: string;
}

/** What stands above the transcript. */
export function ticketTop(published: PublishedTicket, standing: Standing): Html {
  const { version, files, document } = published;
  const ticket = `/ticket/${document.ticket.id}`;
  const documents = ["ticket.json", "source.json", "details.json"].filter(
    (path) => files[path] !== undefined,
  );
  const link = (path: string): Html =>
    html`<a href="${ticket}/file/${files[path]?.path}" download>${path}</a> <code>${files[path]?.sha256}</code><br>`;
  return html`${bar("")}<section class="standing" aria-label="Holds, seal and files">
<dl>
${fact("Legal hold", holdsOf(standing))}${fact("Seal", sealOf(version, standing))}${fact("Documents", html`${documents.map(link)}`)}</dl>
</section>
`;
}

function holdsOf({ matters }: Standing): Html | string {
  if (matters === undefined) return "none: this archive is a folder, which keeps nobody from deleting";
  if (matters.length === 0) return "none, by the records of holds";
  return html`under ${matters.map((matter, index) => html`${index === 0 ? undefined : ", "}${name(matter)}`)}, by the records of holds`;
}

function sealOf(version: string, { seal: { seal, among }, inventorySha256 }: Standing): Html | string {
  if (seal !== undefined && seal.sha256 !== inventorySha256)
    return html`<strong class="gone">Entry ${count(seal.sequence)} of the ledger seals ${version} with another digest.</strong> Run <code>ticketvault verify</code>.`;
  if (seal !== undefined)
    return `${version} is sealed by entry ${count(seal.sequence)} of the ledger, of ${utcText(seal.time)}, with a sound signature; whose key it is was not looked at`;
  if (among === undefined) return `${version} is not sealed: the ledger has no entry since it was archived`;
  return `no entry from ${count(among.from)} to ${count(among.to)} of the ledger seals ${version}; ticketvault verify reads them all`;
}

function fact(what: string, value: Html | string): Html {
  return html`<div><dt>${what}</dt><dd>${value}</dd></div>\n`;
}
