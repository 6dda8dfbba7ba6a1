/** A message as a page shows it: markup made of the model alone, in which no character of the sender's is a tag. */
import { Html, html } from "../html.ts";
import { readableShades } from "./colour.ts";
import type { Block, Cell, Format, ImageRun, ListItem, Paragraph, Run, Table } from "./model.ts";
import { type Mark, Nesting } from "./nesting.ts";

/** The picture, or what is said in its place. */
export type ShowImage = (image: ImageRun) => Html;

export interface ShownBody {
  readonly html: Html;
  /** Whether the message was too long for a page. */
  readonly cut: boolean;
}

/** A browser has to lay all of a page out. Characters of one message, and pieces of it. */
const LONGEST = { characters: 1_000_000, pieces: 100_000 };

export function bodyHtml(blocks: readonly Block[], show: ShowImage): ShownBody {
  const page = new PageBody(show);
  return { html: new Html(page.blocks(blocks)), cut: page.cut };
}

class PageBody {
  readonly #show: ShowImage;
  #left = { ...LONGEST };
  #tables = 0;

  constructor(show: ShowImage) {
    this.#show = show;
  }

  get cut(): boolean {
    return this.#left.characters < 0 || this.#left.pieces < 0;
  }

  blocks(blocks: readonly Block[]): string {
    const written: string[] = [];
    for (const block of blocks) {
      this.#left.pieces -= 1;
      if (this.cut) break;
      written.push(this.#block(block));
    }
    return written.join("");
  }

  #block(block: Block): string {
    switch (block.kind) {
      case "paragraph":
        return this.#paragraph(block);
      case "rule":
        return "<hr>";
      case "quote":
        return `<blockquote>${this.blocks(block.blocks)}</blockquote>`;
      case "history":
        return `<details class="history"><summary>Quoted earlier messages</summary>${this.blocks(block.blocks)}</details>`;
      case "list":
        return this.#list(block.ordered ? "ol" : "ul", block.items);
      case "table":
        return this.#table(block);
    }
  }

  #paragraph(paragraph: Paragraph): string {
    const asWritten = paragraph.runs.every((run) => run.kind === "text" && run.format.pre);
    const name = paragraph.level !== undefined ? headingOf(paragraph.level) : asWritten ? "pre" : "p";
    const type = name === "p" && !paragraph.spaced ? ' class="line"' : "";
    return `<${name}${type}${placed(paragraph)}>${this.#runs(paragraph.runs, asWritten)}</${name}>`;
  }

  /** What stands in an item or a cell: the words of a single paragraph need none of their own. */
  #content(blocks: readonly Block[]): { readonly attributes: string; readonly markup: string } {
    const [only, ...others] = blocks;
    if (only?.kind !== "paragraph" || others.length > 0 || only.level !== undefined) {
      return { attributes: "", markup: this.blocks(blocks) };
    }
    return { attributes: placed(only), markup: this.#runs(only.runs, false) };
  }

  #list(name: string, items: readonly ListItem[]): string {
    const written = items.map(({ marker, blocks }) => {
      const { attributes, markup } = this.#content(blocks);
      return `<li${attributes}>${html`<span class="marker">${marker}</span> `.markup}${markup}</li>`;
    });
    return `<${name} class="list">${written.join("")}</${name}>`;
  }

  /** The outermost table can be moved under a narrow window; a wide one has a page of its own across on paper. */
  #table({ bordered, caption, rows }: Table): string {
    const columns = Math.max(0, ...rows.map((cells) => cells.reduce((sum, { colspan }) => sum + colspan, 0)));
    this.#tables += 1;
    const written = rows.map((cells) => `<tr>${cells.map((cell) => this.#cell(cell)).join("")}</tr>`);
    const above = caption.length === 0 ? "" : `<caption>${this.blocks(caption)}</caption>`;
    this.#tables -= 1;
    const table = `<table${bordered ? ' class="lines"' : ""}>${above}<tbody>${written.join("")}</tbody></table>`;
    if (this.#tables > 0) return table;
    const wide = columns > WIDE ? " wide" : "";
    return `<div class="scroll${wide}" role="group" aria-label="Table" tabindex="0">${table}</div>`;
  }

  #cell({ header, colspan, rowspan, blocks }: Cell): string {
    const name = header ? "th" : "td";
    const { attributes, markup } = this.#content(blocks);
    const spans = `${colspan > 1 ? ` colspan="${colspan}"` : ""}${rowspan > 1 ? ` rowspan="${rowspan}"` : ""}`;
    return `<${name}${spans}${attributes}>${markup}</${name}>`;
  }

  #runs(runs: readonly Run[], asWritten: boolean): string {
    const nesting = new Nesting();
    const written: string[] = [];
    for (const run of runs) {
      this.#left.pieces -= 1;
      if (this.cut) break;
      if (run.kind === "break") written.push("<br>");
      else written.push(nesting.turnTo(tagsFor(run.format, asWritten)), this.#run(run));
    }
    return written.join("") + nesting.end();
  }

  #run(run: Exclude<Run, { kind: "break" }>): string {
    switch (run.kind) {
      case "text":
        return this.#text(run.text);
      case "destination":
        return html` <span class="to">&lt;${run.url}&gt;</span>`.markup;
      case "note":
        return html`<span class="blocked">[${run.text}]</span>`.markup;
      case "image":
        return this.#show(run.image).markup;
    }
  }

  /** In tables, words are broken only where no column could hold them: a number stays one, and so does a date. */
  #text(text: string): string {
    const shown = text.slice(0, Math.max(0, this.#left.characters));
    this.#left.characters -= text.length;
    if (this.#tables === 0) return html`${shown}`.markup;
    return shown.split(/(\S+)/).map(tableWord).join("");
  }
}

/** Characters that a column can hold. */
const LONG_WORD = 30;

function tableWord(word: string): string {
  if (word.length > LONG_WORD) return html`<span class="long">${word}</span>`.markup;
  const breaks = word.includes("-") && /\d/.test(word);
  return breaks ? html`<span class="whole">${word}</span>`.markup : html`${word}`.markup;
}

/** Columns that fit on paper. */
const WIDE = 6;

/** The page has headings of its own above these. */
function headingOf(level: number): string {
  return level <= 2 ? "h4" : level === 3 ? "h5" : "h6";
}

function placed({ dir, align }: Paragraph): string {
  return ` dir="${dir ?? "auto"}"${align === undefined ? "" : ` style="text-align:${align}"`}`;
}

const tags = new WeakMap<Format, readonly Mark[]>();

function tagsFor(format: Format, asWritten: boolean): readonly Mark[] {
  const found = tags.get(format) ?? tagsOf(format);
  tags.set(format, found);
  return asWritten ? found.filter(({ open }) => open !== PRE.open) : found;
}

const PRE = element("span", ' class="pre"');

function tagsOf(format: Format): Mark[] {
  const { hidden, struck, inserted, highlighted, script, bold, italic, underlined, code, pre, colour, lang } =
    format;
  return [
    ...(hidden ? [{ open: '<span class="concealed">[hidden by the sender: ', close: "]</span>" }] : []),
    ...(struck === undefined ? [] : [element(struck === "deleted" ? "del" : "s")]),
    ...(inserted ? [element("ins")] : []),
    ...(highlighted ? [element("mark")] : []),
    ...(script === undefined ? [] : [element(script === "super" ? "sup" : "sub")]),
    ...(bold ? [element("b")] : []),
    ...(italic ? [element("i")] : []),
    ...(underlined ? [element("u")] : []),
    ...(code ? [element("code")] : []),
    ...(pre ? [PRE] : []),
    ...(lang === undefined ? [] : [element("span", ` lang="${lang}"`)]),
    ...(colour === undefined ? [] : [element("span", ` style="color:${shadesOf(colour)}"`)]),
  ];
}

function shadesOf(colour: NonNullable<Format["colour"]>): string {
  const { light, dark } = readableShades(colour);
  return `light-dark(${light},${dark})`;
}

function element(name: string, attributes = ""): Mark {
  return { open: `<${name}${attributes}>`, close: `</${name}>` };
}
