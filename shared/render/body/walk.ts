/** Goes through a message's tree, element by element, and tells a builder what each says. */
import type { Breath } from "../../breath.ts";
import { BodyBuilder, type Close } from "./builder.ts";
import type { Declarations } from "./css.ts";
import { BLOCKS, EMBEDDED, FALLBACKS, SPACED, UNSHOWN } from "./elements.ts";
import { enterField } from "./fields.ts";
import { historyMark } from "./history-marks.ts";
import { hostOf } from "./links.ts";
import { type Look, lookOf, PLAIN_LOOK } from "./look.ts";
import type { MessageBody } from "./model.ts";
import { parseHtml } from "./parse.ts";
import { enterStructure } from "./structure.ts";
import { StyleSheet } from "./style-sheet.ts";
import { bodyText } from "./text.ts";
import { attribute, type TreeNode } from "./tree.ts";

/** Nodes between two looks at the clock. */
const STEPS = 1_000;

/** An element that is open. */
interface Frame {
  readonly next: TreeNode | null;
  readonly look: Look;
  readonly close: Close | undefined;
}

/** What is done with an element: its content is passed over, or gone through and then closed. */
export interface Entered {
  readonly look: Look;
  readonly close?: Close | undefined;
  /** In place of its own first child. */
  readonly first?: TreeNode | null;
}

export class Walk {
  readonly #breathe: Breath;
  readonly #builder = new BodyBuilder();
  readonly #sheet = new StyleSheet();
  /** What is read for readers of other programs holds nothing for yet others. */
  readonly #inner: boolean;

  constructor(breathe: Breath, inner = false) {
    this.#breathe = breathe;
    this.#inner = inner;
  }

  async read(document: TreeNode, look: Look = PLAIN_LOOK): Promise<MessageBody> {
    const frames: Frame[] = [];
    let [node, around, steps] = [document.first, look, 0];
    for (;;) {
      steps += 1;
      if (steps % STEPS === 0) await this.#breathe();
      if (node === null) {
        const frame = frames.pop();
        if (frame === undefined) break;
        frame.close?.();
        [node, around] = [frame.next, frames.at(-1)?.look ?? look];
        continue;
      }
      const entered = await this.#enter(node, around);
      if (entered === undefined) node = node.next;
      else {
        frames.push({ next: node.next, look: entered.look, close: entered.close });
        [node, around] = [entered.first ?? node.first, entered.look];
      }
    }
    const blocks = this.#builder.finish();
    return { blocks, notes: this.#builder.flattened ? [FLATTENED] : [] };
  }

  async #enter(node: TreeNode, outer: Look): Promise<Entered | undefined> {
    if (node.name === "#text") await this.#text(node.data, outer);
    if (node.name === "#comment") await this.#comment(node.data, outer);
    if (node.name === "style") this.#sheet.add(node.first?.data ?? "");
    if (node.name === "head") return { look: outer };
    if (node.name.startsWith("#") || UNSHOWN.has(node.name)) return undefined;
    const css = this.#sheet.declarationsFor(node);
    const look = lookOf(node, css, outer);
    if (Object.hasOwn(FALLBACKS, node.name)) await this.#fallback(node, look);
    return this.#element(node, css, look);
  }

  async #text(text: string, look: Look): Promise<void> {
    for (const piece of pieces(text)) {
      this.#builder.text(piece, look);
      if (piece.length < text.length) await this.#breathe();
    }
  }

  async #element(node: TreeNode, css: Declarations, look: Look): Promise<Entered | undefined> {
    const builder = this.#builder;
    const { name } = node;
    const embedded = EMBEDDED[name];
    if (embedded !== undefined && Object.hasOwn(EMBEDDED, name)) return this.#embedded(node, embedded, look);
    const field = enterField(node, builder, look);
    if (field !== undefined) return field === "done" ? undefined : field;
    const structure = enterStructure(node, css, builder, look);
    if (structure !== undefined) return structure;
    if (!isBlock(name, css)) return { look, first: node.content?.first ?? node.first };
    const mark = historyMark(node, css);
    if (mark !== undefined) builder.markHistory(mark);
    const level = /^h([1-6])$/.exec(name)?.[1];
    const spaced = SPACED.has(name) && !isTight(node, css);
    const close = builder.openBlock({ level: level === undefined ? undefined : Number(level), spaced });
    return { look, close };
  }

  /** What would be loaded is named; what stands in its place is shown, but for frames, whose content is no markup. */
  #embedded(node: TreeNode, what: string, look: Look): Entered | undefined {
    const url = attribute(node, "src") ?? attribute(node, "data") ?? attribute(node, "archive");
    if (url !== undefined) this.#builder.note(`remote ${what} blocked: ${hostOf(url)}`, look);
    return Object.hasOwn(FALLBACKS, node.name) ? undefined : { look };
  }

  /** Comments are shown by nobody, but those with a condition by Outlook. */
  async #comment(data: string, look: Look): Promise<void> {
    const content = /^\[if\b[^\]>]*\]>(.*)<!\[endif\]\s*$/is.exec(data)?.[1];
    if (content !== undefined) await this.#otherwise(content, "Outlook", look);
  }

  async #fallback({ name, first }: TreeNode, look: Look): Promise<void> {
    await this.#otherwise(first?.data ?? "", FALLBACKS[name] ?? "", look);
  }

  /** What only some programs show is told as what it is. */
  async #otherwise(content: string, who: string, look: Look): Promise<void> {
    if (this.#inner || content.replace(/<[^<>]*>/g, "").trim() === "") return;
    const body = await new Walk(this.#breathe, true).read(await parseHtml(content, this.#breathe));
    const text = (await bodyText(body.blocks, ({ alt }) => `image: ${alt}`, this.#breathe))
      .replace(/\s+/g, " ")
      .trim();
    if (text !== "") this.#builder.note(`shown by ${who} only: ${text}`, look);
  }
}

const FLATTENED =
  "Lists, tables and quotations that are nested too deep are shown without their indentation.";

/** Characters of one text that are read at once. */
const PIECE = 65_536;

function* pieces(text: string): Generator<string> {
  for (let start = 0; start < text.length; ) {
    const cut = start + PIECE;
    const end = /[\ud800-\udbff]/.test(text.charAt(cut - 1)) ? cut + 1 : cut;
    yield text.slice(start, end);
    start = end;
  }
}

function isBlock(name: string, css: Declarations): boolean {
  const display = css.get("display") ?? "";
  return BLOCKS.has(name) || /^(?:block|flex|grid|table|list-item|flow-root)/.test(display);
}

/** Word's paragraphs are lines: they have no room around them. */
function isTight(node: TreeNode, css: Declarations): boolean {
  if (/^0(?:\.0*)?[a-z]*(?:\s|$)/.test(css.get("margin") ?? css.get("margin-bottom") ?? "")) return true;
  return /\bMso(?:Normal|ListParagraph|NoSpacing|PlainText)/.test(attribute(node, "class") ?? "");
}
