/** One message of a transcript. */
import type { Names } from "../people.ts";
import type { Conversation } from "../ticket/document.ts";
import { attachmentList, type FilePlace } from "./attachment-list.ts";
import { saysSomething } from "./body/content.ts";
import type { MessageBody } from "./body/model.ts";
import { bodyHtml } from "./body/page.ts";
import { readBody } from "./body/read-body.ts";
import { wordingName } from "./control-number.ts";
import { DESCRIPTION } from "./description.ts";
import { type Html, html, name } from "./html.ts";
import { imageShower } from "./images.ts";
import { type ImageBudget, inlineImages } from "./inline-images.ts";
import { withName } from "./looked-up.ts";
import { imagesOf } from "./read-message.ts";
import { LISTED, type ShownMessage } from "./shown.ts";
import type { FoundBy, OpenAttachment } from "./ticket.ts";
import { type Clock, readableTime, utcText } from "./times.ts";

export interface MessageContext {
  readonly clock: Clock;
  readonly files: FilePlace;
  readonly open: OpenAttachment;
  readonly images: ImageBudget;
  readonly names: Names;
  readonly foundBy: FoundBy | undefined;
}

/**
 * @param number its place in the ticket, from 1: the page's anchor `#m1`
 * @param edit what differs from its earlier wording
 */
export async function messageArticle(
  conversation: ShownMessage,
  number: number,
  { clock, files, open, images, names, foundBy }: MessageContext,
  edit?: Html,
): Promise<Html> {
  const { direction, attachments, standing } = conversation;
  const { body, notes } = await bodyOf(conversation, open, images);
  return html`<article class="message ${direction ?? "unknown"}" id="m${number}" aria-labelledby="m${number}-title">
<header>
<h2 id="m${number}-title"><span class="number">${number}</span> ${kindOf(conversation)}</h2>
<p class="when">${timeOf(conversation, clock)}</p>
<p class="who">${originOf(conversation, names)}</p>
${standing === LISTED ? undefined : html`<p class="note"><strong>${standing}</strong></p>\n`}${foundBy?.wordings.has(wordingName(conversation)) ? html`<p class="found">Found by the question</p>\n` : undefined}</header>
${body}
${notes.map((note) => html`<p class="note">${note}</p>\n`)}${edit}${attachmentList(attachments, files)}</article>
`;
}

function originOf({ key, id, createdBy }: Conversation, names: Names): Html {
  if (key === DESCRIPTION) return html`by the ticket’s details, which give it no time and no author`;
  return html`${createdBy === null ? undefined : html`LeadSquared user ${withName(names, createdBy)}, `}conversation ${id === null ? "without an id" : name(id, 80)}`;
}

/** `Inbound e-mail from the customer`, with the direction in words before any colour. */
export function kindOf({ key, direction, channel, type }: Conversation): Html {
  if (key === DESCRIPTION) return html`<span class="kind">Description</span> of the ticket`;
  if (direction === null || channel === null) {
    return html`<span class="kind">Unknown</span> ${type === null ? "message without a type" : html`message of type ${name(type, 60)}`}`;
  }
  const what = channel === "email" ? "e-mail" : "portal message";
  return direction === "inbound"
    ? html`<span class="kind">Inbound</span> ${what}<span class="party"> from the customer</span>`
    : html`<span class="kind">Outbound</span> ${what}<span class="party"> to the customer</span>`;
}

function timeOf(conversation: Conversation, clock: Clock): Html {
  const { createdAtRaw } = conversation;
  const createdAt = readableTime(conversation);
  if (createdAt === null) {
    return html`no readable time${createdAtRaw === null ? undefined : html`: ${name(createdAtRaw, 80)}`}`;
  }
  const local = clock.local(createdAt);
  const beside = local === undefined ? undefined : html` <span class="local">${local}</span>`;
  return html`<time datetime="${createdAt}">${utcText(createdAt)}</time>${beside}`;
}

async function bodyOf(
  conversation: ShownMessage,
  open: OpenAttachment,
  budget: ImageBudget,
): Promise<{ body: Html; notes: readonly string[] }> {
  const { pictured } = conversation;
  const read = await readBody(conversation);
  if (!saysSomething(read.blocks)) {
    return { body: html`<p class="note">This message has no text.</p>`, notes: read.notes };
  }
  const { images, notes } = await inlineImages(read, pictured, open, budget);
  const shown = bodyHtml(read.blocks, imageShower(pictured, images));
  return {
    body: html`<div class="body" lang="">${shown.html}</div>`,
    notes: [...read.notes, ...notes, ...(shown.cut ? [CUT] : []), ...notKept(conversation, read)],
  };
}

/** Pictures of messages at LeadSquared's own hosts are attachments; those of a description nobody asks for. */
function notKept({ key }: Conversation, { blocks }: MessageBody): readonly string[] {
  const isRemote = [...imagesOf(blocks)].some(({ src }) => !/^data:/i.test(src));
  return key === DESCRIPTION && isRemote
    ? ["The description shows pictures from elsewhere: they are not in the archive."]
    : [];
}

const CUT =
  "The message is too long for a page: its beginning is shown. All of it is in its text file and in the archive.";
