/** The ticket's description on its page: it may be the ticket's first message, and stand nowhere else. */
import type { TicketDocument } from "../ticket/document.ts";
import { bodyHtml } from "./body/page.ts";
import { readBody } from "./body/read-body.ts";
import { type Html, html } from "./html.ts";
import { imageShower } from "./images.ts";

/** Earlier ones before the current one; undefined where none says anything. */
export async function descriptionSection({ ticket }: TicketDocument): Promise<Html | undefined> {
  const { revisions, description, wordingSince } = ticket;
  const earlier = revisions.filter((each) => each.description !== description);
  const all = [
    ...earlier.map((each) => ({
      ...each,
      note: `earlier description, ${spanOf(each.firstSeen, each.lastSeen)}`,
    })),
    { description, note: `since ${wordingSince}` },
  ];
  const shown = all.filter((each) => each.description !== null && each.description.trim() !== "");
  if (shown.length === 0) return undefined;
  const bodies: Html[] = [];
  for (const each of shown) {
    const { blocks, notes } = await readBody({ html: each.description, text: null });
    const { html: body } = bodyHtml(blocks, imageShower([], new Map()));
    bodies.push(html`<p class="note">By the ticket’s details, ${each.note}</p>
<div class="body" lang="">${body}</div>
${notes.map((note) => html`<p class="note">${note}</p>\n`)}`);
  }
  return html`<section class="message" aria-labelledby="description">
<h2 id="description">Description</h2>
${bodies}</section>
`;
}

/** `v1`, or `v1 to v3`. */
export function spanOf(firstSeen: string, lastSeen: string): string {
  return firstSeen === lastSeen ? firstSeen : `${firstSeen} to ${lastSeen}`;
}
