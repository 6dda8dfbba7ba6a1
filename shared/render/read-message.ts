/** Reads a message once for all that is rendered of it but its page, which takes pictures too. */
import type { Attachment, Conversation } from "../ticket/document.ts";
import { saysSomething } from "./body/content.ts";
import type { Block, ImageRun, MessageBody, Run } from "./body/model.ts";
import { breather } from "./body/parse.ts";
import { readBody } from "./body/read-body.ts";
import { bodyText } from "./body/text.ts";
import { describeImage } from "./images.ts";
import { attachmentOf, contentIdOf } from "./pictures.ts";

export interface ReadMessage {
  /** What a reader of the transcript sees, with marks for what is struck out, hidden and the like. */
  readonly text: string;
  /** The first words that its recipient saw and its sender wrote, in one line; "" when there are none. */
  readonly beginning: string;
  /** The attachments that the HTML shows, by the Content-ID that it uses for each. */
  readonly inline: ReadonlyMap<string, Attachment>;
}

export async function readMessage(conversation: Conversation): Promise<ReadMessage> {
  const body = await readBody(conversation);
  const { attachments } = conversation;
  return {
    text: await bodyText(body.blocks, (image) => describeImage(image, attachments), breather()),
    beginning: beginningOf(body.blocks),
    inline: shownInline(body, attachments),
  };
}

function shownInline(body: MessageBody, attachments: readonly Attachment[]): ReadonlyMap<string, Attachment> {
  const shown = new Map<string, Attachment>();
  for (const { src } of imagesOf(body.blocks)) {
    const id = contentIdOf(src);
    const attachment = id === undefined || shown.has(id) ? undefined : attachmentOf(src, attachments);
    if (id !== undefined && attachment !== undefined) shown.set(id, attachment);
  }
  return shown;
}

export function* imagesOf(blocks: readonly Block[]): Generator<ImageRun> {
  for (const run of runsOf(blocks, () => true)) if (run.kind === "image") yield run.image;
}

const LONGEST_BEGINNING = 400;

function beginningOf(blocks: readonly Block[]): string {
  let words = "";
  for (const block of blocks) {
    if (!saysSomething([block])) continue;
    for (const run of runsOf([block], ({ kind }) => kind !== "quote" && kind !== "history")) {
      if (run.kind === "break") words += " ";
      if (run.kind === "text" && !run.format.hidden && run.format.struck === undefined) words += run.text;
      if (words.length > LONGEST_BEGINNING) return oneLine(words);
    }
    words += " ";
  }
  return oneLine(words);
}

function oneLine(words: string): string {
  return words.replace(/\s+/gu, " ").trim();
}

function* runsOf(blocks: readonly Block[], wanted: (block: Block) => boolean): Generator<Run> {
  for (const block of blocks) {
    if (!wanted(block)) continue;
    if (block.kind === "paragraph") yield* block.runs;
    else if (block.kind === "list") for (const item of block.items) yield* runsOf(item.blocks, wanted);
    else if (block.kind === "table") for (const cell of block.rows.flat()) yield* runsOf(cell.blocks, wanted);
    else if (block.kind !== "rule") yield* runsOf(block.blocks, wanted);
  }
}
