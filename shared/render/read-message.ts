/** Reads a message once for all that is rendered of it but its page, which takes pictures too. */
import { breath } from "../breath.ts";
import type { Attachment } from "../ticket/document.ts";
import { attachmentOf, contentIdOf } from "../ticket/pictures.ts";
import type { Block, ImageRun, MessageBody, Run } from "./body/model.ts";
import { readBody } from "./body/read-body.ts";
import { bodyLines, bodyText } from "./body/text.ts";
import { describeImage } from "./images.ts";
import type { ShownMessage } from "./shown.ts";

export interface ReadMessage {
  /** What a reader of the transcript sees, with marks for what is struck out, hidden and the like. */
  readonly text: string;
  /** The first words that its recipient saw and its sender wrote, in one line; "" when there are none. */
  readonly beginning: string;
  /** The attachments that the HTML shows, by the Content-ID that it uses for each. */
  readonly inline: ReadonlyMap<string, Attachment>;
}

/** Reads a message's HTML, or its text if the HTML says nothing. Takes any input, and gives way to other work. */
export async function readMessage(conversation: ShownMessage): Promise<ReadMessage> {
  const body = await readBody(conversation);
  const { pictured } = conversation;
  return {
    text: await bodyText(body.blocks, (image) => describeImage(image, pictured), breath()),
    beginning: beginningOf(body.blocks),
    inline: shownInline(body, pictured),
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

const LONGEST_BEGINNING = 400;
/** More blocks, items or rows are not looked at for a beginning. */
const MOST_BLOCKS = 100;

function beginningOf(blocks: readonly Block[]): string {
  let words = "";
  for (const line of bodyLines(written(blocks.slice(0, MOST_BLOCKS)), () => "")) {
    words += `${line} `;
    if (words.length > LONGEST_BEGINNING) break;
  }
  return words.replace(/\s+/gu, " ").trim();
}

/** What the sender wrote for all to see: no quotations, nothing hidden, no pictures. */
function written(blocks: readonly Block[]): Block[] {
  return blocks.flatMap((block): Block[] => {
    switch (block.kind) {
      case "paragraph":
        return [{ ...block, runs: block.runs.filter(isWritten) }];
      case "list":
        return [
          {
            ...block,
            items: block.items
              .slice(0, MOST_BLOCKS)
              .map((item) => ({ ...item, blocks: written(item.blocks) })),
          },
        ];
      case "table":
        return [
          {
            ...block,
            rows: block.rows
              .slice(0, MOST_BLOCKS)
              .map((cells) => cells.map((cell) => ({ ...cell, blocks: written(cell.blocks) }))),
          },
        ];
      default:
        return [];
    }
  });
}

function isWritten(run: Run): boolean {
  return run.kind === "break" || (run.kind === "text" && !run.format.hidden);
}

export function* imagesOf(blocks: readonly Block[]): Generator<ImageRun> {
  for (const block of blocks) {
    for (const run of block.kind === "paragraph" ? block.runs : []) {
      if (run.kind === "image") yield run.image;
    }
    for (const inner of partsOf(block)) yield* imagesOf(inner);
  }
}

function partsOf(block: Block): readonly (readonly Block[])[] {
  switch (block.kind) {
    case "list":
      return block.items.map(({ blocks }) => blocks);
    case "table":
      return [block.caption, ...block.rows.flat().map(({ blocks }) => blocks)];
    case "quote":
    case "history":
      return [block.blocks];
    default:
      return [];
  }
}
