/** What an edit at the source changed of a message, beside its earlier wording: the words that differ, marked. */
import type { Wording } from "../ticket/document.ts";
import { count, type Html, html, name } from "./html.ts";
import type { ExportTicket } from "./ticket.ts";
import { type Piece, wordDifference } from "./word-difference.ts";

/** Undefined for a message that has no earlier wording. @param index its place among those shown */
export function editOf({ shown, messages }: ExportTicket, index: number): Html | undefined {
  const [before, now] = [shown[index - 1], shown[index]];
  if (now?.replaces !== true || before === undefined) return undefined;
  const words = [messages[index - 1]?.text ?? "", messages[index]?.text ?? ""] as const;
  const others = otherChanges(before, now, words[0] === words[1]);
  return html`<section class="edit" aria-labelledby="m${index + 1}-edit">
<h3 id="m${index + 1}-edit">Edited at the source: what differs from <a href="#m${index}">message ${index}</a>, the ${before.standing}</h3>
${words[0] === words[1] ? undefined : html`<div class="difference" dir="auto">${marked(wordDifference(...words))}</div>\n`}${others.map((change) => html`<p>${change}</p>\n`)}</section>
`;
}

function otherChanges(before: Wording, now: Wording, sameWords: boolean): Html[] {
  const was = (what: string, text: string | null): Html =>
    html`${what}: it was ${text === null ? "not given" : name(text, 80)}.`;
  const sameSource = before.html === now.html && before.text === now.text;
  return [
    ...(sameWords && !sameSource ? [html`Its words are as they were; how they are written is not.`] : []),
    ...(before.createdAtRaw === now.createdAtRaw ? [] : [was("Time", before.createdAtRaw)]),
    ...(before.type === now.type ? [] : [was("Type", before.type)]),
    ...(before.createdBy === now.createdBy ? [] : [was("LeadSquared user", before.createdBy)]),
    ...(JSON.stringify(before.extra) === JSON.stringify(now.extra)
      ? []
      : [html`Fields that are not shown differ; both are in the archive.`]),
  ];
}

/** Characters of what is the same that stand around a change. */
const AROUND = 300;
/** Characters of one comparison on a page. */
const MOST_SHOWN = 200_000;

/** Texts for those who hear them, signs for those who see no colours. */
const LABELS = {
  deleted: { tag: "del", words: "deleted: " },
  inserted: { tag: "ins", words: "inserted: " },
} as const;

function marked(pieces: readonly Piece[]): Html[] {
  const written: Html[] = [];
  let left = MOST_SHOWN;
  for (const [index, { kind, text }] of pieces.entries()) {
    if (left <= 0) return [...written, leftOut("the comparison is cut here: both wordings stand above it")];
    if (kind === "same") {
      written.push(...abridged(text, index > 0, index < pieces.length - 1));
      left -= Math.min(text.length, 2 * AROUND);
      continue;
    }
    const shown = whole(text.slice(0, left));
    left -= text.length;
    written.push(changed(kind, shown));
  }
  return written;
}

function changed(kind: keyof typeof LABELS, text: string): Html {
  const { tag, words } = LABELS[kind];
  const inside = html`<span class="hidden">[${words}</span>${text}<span class="hidden">]</span>`;
  return tag === "del" ? html`<del>${inside}</del>` : html`<ins>${inside}</ins>`;
}

/** What is the same on both sides, but for its end before a change and its beginning after one. */
function abridged(text: string, follows: boolean, precedes: boolean): Html[] {
  const head = follows ? whole(text.slice(0, AROUND)) : "";
  const tail = precedes ? text.slice(-AROUND).replace(/^[\udc00-\udfff]/, "") : "";
  const between = text.length - head.length - tail.length;
  if (between <= AROUND) return [html`${text}`];
  return [html`${head}`, leftOut(`${count(between)} characters that are the same`), html`${tail}`];
}

/** Without half a character at its end. */
function whole(text: string): string {
  return text.replace(/[\ud800-\udbff]$/, "");
}

function leftOut(words: string): Html {
  return html` <span class="blocked">[${words}]</span> `;
}
