/** Reads what a message says out of its HTML or its text. Whatever is in it, the time is linear and others get their turn. */
import { type Breath, breath } from "../../breath.ts";
import { BodyBuilder } from "./builder.ts";
import { hasElements } from "./elements.ts";
import { type Look, PLAIN_LOOK } from "./look.ts";
import type { Block, MessageBody } from "./model.ts";
import { parseHtml } from "./parse.ts";
import { roughText } from "./rough-text.ts";
import { TooMuch } from "./tree.ts";
import { Walk } from "./walk.ts";

/** The two forms in which LeadSquared gives a message. */
export interface MessageSource {
  readonly html: string | null;
  readonly text: string | null;
}

/**
 * The message as its HTML has it, since LeadSquared's own text leaves out what stands in angle brackets, such as
 * addresses; LeadSquared's text where there is no HTML, or nothing in it.
 */
export async function readBody({ html, text }: MessageSource): Promise<MessageBody> {
  const breathe = breath();
  const read = html === null || html.trim() === "" ? EMPTY : await readHtml(html, breathe);
  return read.blocks.length > 0 ? read : { blocks: plainText(text ?? ""), notes: read.notes };
}

const EMPTY: MessageBody = { blocks: [], notes: [] };

/** What looks like a tag and is an address, as `<asha@example.com>`. */
const ADDRESS = /<(?=[^\s<>@"'=]{1,100}@[^\s<>"'=]{1,255}>|https?:\/\/|mailto:)/gi;

async function readHtml(html: string, breathe: Breath): Promise<MessageBody> {
  const source = html.replace(ADDRESS, "&lt;");
  const plain = !hasElements(source);
  if (plain && !html.includes("&")) return { blocks: plainText(html), notes: [] };
  try {
    const document = await parseHtml(plain ? source.replaceAll("<", "&lt;") : source, breathe);
    return await new Walk(breathe).read(document, plain ? AS_WRITTEN : PLAIN_LOOK);
  } catch (error) {
    if (!(error instanceof TooMuch)) throw error;
    const note = "The message’s HTML nests too deep, or has too many elements: its text alone is shown.";
    return { blocks: plainText(await roughText(html, breathe)), notes: [note] };
  }
}

const AS_WRITTEN: Look = { ...PLAIN_LOOK, space: "keep", format: { ...PLAIN_LOOK.format, pre: true } };

function plainText(text: string): readonly Block[] {
  if (text.trim() === "") return [];
  const builder = new BodyBuilder();
  builder.text(text.trimEnd().replace(/\r\n?/g, "\n"), AS_WRITTEN);
  return builder.finish();
}
